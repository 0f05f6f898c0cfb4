import { everybodySigns } from './everybody-signs.ts'

everybodySigns([
  { level: 'Advanced', signers: 1, order: null, anchors: 1 },
  { level: 'Advanced', signers: 2, order: 'All at once', anchors: 0 },
  { level: 'Advanced', signers: 3, order: 'Clients, then the firm', anchors: 3 },
])
