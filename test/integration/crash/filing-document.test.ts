import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('file', { most: 8, seed: 1 })
