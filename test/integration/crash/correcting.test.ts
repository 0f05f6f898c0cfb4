import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('correct', { most: 5, seed: 1 })
