import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('send-previewed', { most: 4, seed: 1 })
