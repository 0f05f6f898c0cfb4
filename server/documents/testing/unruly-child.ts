// Stands in for the child process: what it does is written in the "document" it is given.
import type { Answer, Question } from '../messages.ts'

const acts: Record<string, () => void> = {
  silent: () => setInterval(() => undefined, 1000),
  spin: () => {
    for (;;) Math.random()
  },
  hungry: () => {
    const eaten: Buffer[] = []
    setInterval(() => eaten.push(Buffer.alloc(16 * 1024 * 1024, 1)), 1)
  },
  heap: () => {
    const kept: unknown[] = []
    for (;;) kept.push([kept.length, {}])
  },
  crash: () => {
    throw new Error('as asked')
  },
  exit: () => process.exit(0),
}

process.on('disconnect', () => process.exit())
process.on('message', ({ length }: Question) => {
  const read = () => {
    const text: Buffer | null = process.stdin.read(length)
    if (text === null) return
    process.stdin.off('readable', read)
    const act = acts[text.toString('latin1')]
    if (act === undefined) say(report())
    else act()
  }
  process.stdin.on('readable', read)
  read()
})
say({ kind: 'ready' })

/** Tells which process answered, its priority and its environment, in the places of a document's facts. */
function report(): Answer {
  const environment = Object.keys(process.env).join()
  return {
    kind: 'inspected',
    result: { ok: true, value: { bytes: process.pid, sha256: environment, pages: [], anchors: [] } },
  }
}

function say(answer: Answer): void {
  process.send?.(answer)
}
