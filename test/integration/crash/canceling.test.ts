import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('cancel', { most: 3, seed: 1 })
