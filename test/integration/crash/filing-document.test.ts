import { killAtEveryPoint } from '../../crash/every-point.ts'

await killAtEveryPoint('documents', 'following')
