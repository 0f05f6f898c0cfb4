// Stands in for the process that opens documents where none will come: a server starts one whenever a card is opened, and
// the real one takes longer to load than everything else that a killed server does.
import type { Answer } from '../../server/documents/messages.ts'

process.on('disconnect', () => process.exit())
process.on('message', () => process.exit(1))
const ready: Answer = { kind: 'ready' }
process.send?.(ready)
