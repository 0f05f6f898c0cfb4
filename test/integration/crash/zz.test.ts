import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('paper', { most: 300, seed: 1 })
