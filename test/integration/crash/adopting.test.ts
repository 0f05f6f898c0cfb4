import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('adopt', { most: 5, seed: 1 })
