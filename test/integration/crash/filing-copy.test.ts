import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('file-copy', { most: 15, seed: 1 })
