import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('send-previewed', { most: 3, seed: 1 })
