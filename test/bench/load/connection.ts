// One HTTP/1.1 connection that writes ready-made requests and reads nothing of the answer but whether it is good and where it ends.
import { connect, type Socket } from 'node:net'

export interface Connection {
  /** Resolves when the answer is complete; rejects when it is not 200 or the connection ends. One at a time. */
  ask(request: Uint8Array): Promise<void>
  close(): void
}

/** Asking may begin before the connection is there. */
export function openConnection(port: number): Connection {
  const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true })
  let waiting: { resolve: () => void; reject: (error: Error) => void } | null = null
  let text = ''

  socket.setEncoding('latin1')
  socket.on('data', (piece: string) => {
    text += piece
    const end = lengthOf(text)
    if (end === null || text.length < end) return
    const answer = text
    const current = waiting
    text = ''
    waiting = null
    if (answer.startsWith('HTTP/1.1 200 ')) current?.resolve()
    else current?.reject(new Error(`the server answered ${answer.slice(0, 300)}`))
  })
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')))

  return {
    ask(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request)
      })
    },
    close() {
      waiting = null
      socket.destroy()
    },
  }
}

/** Characters of the whole answer, once its head is there. */
function lengthOf(text: string): number | null {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return null
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  return head + 4 + Number(length ?? 0)
}
