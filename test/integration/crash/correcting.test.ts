import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('correct', { most: 3, seed: 1 })
