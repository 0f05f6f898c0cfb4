// Baseline: no database at all.
import { bareHook, serve } from './bare-hook.ts'

const [secret = ''] = process.argv.slice(2)
await serve(bareHook(secret, () => {}))
