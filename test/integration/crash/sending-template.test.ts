import { killAtEveryPoint } from '../../crash/every-point.ts'

await killAtEveryPoint('template', 'sending')
