import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('paper', { most: 6, seed: 1 })
