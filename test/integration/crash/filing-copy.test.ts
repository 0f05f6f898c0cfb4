import { killAtSomePoints } from '../../crash/every-point.ts'

await killAtSomePoints('file-copy', { most: 12, seed: 1 })
