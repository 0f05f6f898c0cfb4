// Yardstick: plainjob on the same disk. It forces nothing to the disk (NORMAL) and has neither unique keys nor fencing.
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { better, defineQueue, defineWorker, JobStatus } from 'plainjob'
import { fillAndEmpty } from '../jobs-run.ts'

const [dir = '', count = '0'] = process.argv.slice(2)
const silent = { error() {}, warn() {}, info() {}, debug() {} }
const queue = defineQueue({ connection: better(new Sqlite(join(dir, 'plainjob.sqlite'))), logger: silent })

await fillAndEmpty(Number(count), (ended) => {
  const worker = defineWorker('deliver', async () => ended(), { queue, logger: silent })
  return {
    fill(first, upTo) {
      queue.addMany(
        'deliver',
        Array.from({ length: upTo - first }, (_, index) => ({ deliveryId: first + index })),
      )
    },
    start: () => void worker.start(),
    done: () => queue.countJobs({ status: JobStatus.Done }),
    stop: () => worker.stop(),
  }
})
process.exit()
