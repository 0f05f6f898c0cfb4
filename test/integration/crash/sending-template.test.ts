import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('send-template', { most: 10, seed: 1 })
