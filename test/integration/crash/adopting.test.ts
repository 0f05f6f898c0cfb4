import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('adopt', { most: 3, seed: 1 })
