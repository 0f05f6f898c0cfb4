import { everybodySigns } from './everybody-signs.ts'

everybodySigns([
  { level: 'Qualified', signers: 1, order: null, anchors: 0 },
  { level: 'Qualified', signers: 2, order: null, anchors: 2 },
  { level: 'Qualified', signers: 3, order: null, anchors: 0 },
])
