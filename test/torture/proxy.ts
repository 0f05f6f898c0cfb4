// A wire between the server and a remote that can be made to fail in the ways wires do. It knows bytes and nothing of HTTP.

import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Each strikes once, at the next piece that the near side sends; counts of bytes are of the answer. */
export type WireFault =
  /** The piece arrives so many milliseconds late, and not at all when the near side is gone by then. */
  | { kind: 'delay'; ms: number }
  /** Torn down before the far side sees the piece. */
  | { kind: 'reset before' }
  /** The far side sees it, acts and answers; the near side gets a reset and nothing of the answer. */
  | { kind: 'reset after' }
  /** So much of the answer arrives, then nothing more; the wire stays open. */
  | { kind: 'stall'; bytes: number }
  /** So much of the answer arrives, then the end. */
  | { kind: 'truncate'; bytes: number }
  /** Nothing arrives anywhere any more; the wire stays open. */
  | { kind: 'black hole' }

export interface FaultyWire {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  /** Joins the faults that wait; they strike in the order in which they were armed. */
  arm(fault: WireFault): void
  /** Takes back what has not struck yet. */
  calm(): void
  /** How many have struck. */
  readonly struck: number
  close(): Promise<void>
}

/** Listens on a free port of the loopback interface and passes everything on to `target` (`http://HOST:PORT`). */
export async function createProxy(target: string): Promise<FaultyWire> {
  const { hostname, port } = new URL(target)
  const waiting: WireFault[] = []
  const open = new Set<Socket>()
  let struck = 0

  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    const wire: Line = { near, far, cut: null, held: null }
    for (const socket of [near, far]) {
      open.add(socket)
      socket.setNoDelay(true)
      // What becomes of a torn wire is told by `close`.
      socket.on('error', () => undefined)
    }
    near.on('data', (piece) => {
      if (wire.cut?.answer === 0 && !wire.cut.tells) return
      if (wire.held !== null) return void wire.held.push(piece)
      const fault = waiting.shift()
      if (fault === undefined) return void far.write(piece)
      struck += 1
      strike(wire, fault, piece)
    })
    far.on('data', (piece) => pass(wire, piece))
    near.on('end', () => far.end())
    far.on('end', () => near.end())
    near.on('close', () => end(near, far))
    far.on('close', () => end(far, near))
  })

  /** The other end goes with it, like a call that is given up. */
  function end(gone: Socket, other: Socket): void {
    open.delete(gone)
    other.destroy()
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen')
  return {
    url: `http://127.0.0.1:${address.port}`,
    arm: (fault) => void waiting.push(fault),
    calm() {
      waiting.length = 0
    },
    get struck() {
      return struck
    },
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Line {
  near: Socket
  far: Socket
  /** What the near side still gets; null: everything. */
  cut: Cut | null
  /** Pieces that are late; null: nothing is. */
  held: Buffer[] | null
}

interface Cut {
  /** Bytes of the answer that are left to pass. */
  answer: number
  /** What comes then; `silence` leaves the wire open. */
  after: 'reset' | 'end' | 'silence'
  /** The far side is still told what the near side sends. */
  tells: boolean
}

function strike(wire: Line, fault: WireFault, piece: Buffer): void {
  switch (fault.kind) {
    case 'delay': {
      const held = [piece]
      wire.held = held
      setTimeout(() => {
        wire.held = null
        if (!wire.near.destroyed) wire.far.write(Buffer.concat(held))
      }, fault.ms)
      return
    }
    case 'reset before':
      wire.near.resetAndDestroy()
      return
    case 'black hole':
      wire.cut = { answer: 0, after: 'silence', tells: false }
      return
    case 'reset after':
      wire.cut = { answer: 0, after: 'reset', tells: true }
      break
    case 'stall':
      wire.cut = { answer: fault.bytes, after: 'silence', tells: true }
      break
    case 'truncate':
      wire.cut = { answer: fault.bytes, after: 'end', tells: true }
  }
  wire.far.write(piece)
}

function pass({ near, cut }: Line, piece: Buffer): void {
  if (cut === null) return void near.write(piece)
  const part = piece.subarray(0, cut.answer)
  cut.answer -= part.length
  if (part.length > 0) near.write(part)
  if (part.length === piece.length || cut.after === 'silence') return
  if (cut.after === 'reset') near.resetAndDestroy()
  else near.end(() => near.destroy())
}
