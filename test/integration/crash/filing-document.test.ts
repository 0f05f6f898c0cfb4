import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('file', { most: 15, seed: 1 })
