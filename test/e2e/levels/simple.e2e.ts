import { everybodySigns } from './everybody-signs.ts'

everybodySigns([
  { level: 'Simple', signers: 1, order: null, anchors: 0 },
  { level: 'Simple', signers: 2, order: 'One by one', anchors: 2 },
  { level: 'Simple', signers: 3, order: 'Clients, then the firm', anchors: 0 },
])
