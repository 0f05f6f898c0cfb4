// Reads a server-sent event stream out of fetch: EventSource cannot carry a token in a header.
import type { StreamEvent } from '../../shared/api.ts'

export interface Frame {
  id: number | null
  event: StreamEvent
}

/** Feeds text in pieces of any size; `tell` gets each complete frame. Comments and unreadable data are skipped. */
export function createFrames(tell: (frame: Frame) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const frames = (rest + text).replace(/\r\n?/g, '\n').split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const lines = frame.split('\n')
      const data = lines.flatMap((line) => field(line, 'data')).join('\n')
      const id = lines.flatMap((line) => field(line, 'id')).at(-1)
      const event = data === '' ? null : parse(data)
      if (event !== null) tell({ id: id === undefined ? null : Number(id), event })
    }
  }
}

function field(line: string, name: string): string[] {
  return line.startsWith(`${name}:`) ? [line.slice(name.length + 1).replace(/^ /, '')] : []
}

function parse(data: string): StreamEvent | null {
  try {
    const value: unknown = JSON.parse(data)
    return typeof value === 'object' && value !== null && 'kind' in value ? (value as StreamEvent) : null
  } catch {
    return null
  }
}
