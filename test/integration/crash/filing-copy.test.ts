import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('file-copy', { most: 5, seed: 1 })
