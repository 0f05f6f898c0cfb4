import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('cancel', { most: 5, seed: 1 })
