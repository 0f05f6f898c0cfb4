import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('paper', { most: 3, seed: 1 })
