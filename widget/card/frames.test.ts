import { expect, test } from 'vitest'
import { createFrames, type Frame } from './frames.ts'

function read(...pieces: string[]): Frame[] {
  const frames: Frame[] = []
  const feed = createFrames((frame) => frames.push(frame))
  for (const piece of pieces) feed(piece)
  return frames
}

const reload = { id: 7, event: { kind: 'reload' } }

test('reads a frame however it is cut', () => {
  const whole = 'id: 7\ndata: {"kind":"reload"}\n\n'
  expect(read(whole)).toEqual([reload])
  expect(read(...whole)).toEqual([reload])
  expect(read(whole.replace(/\n/g, '\r\n'))).toEqual([reload])
})

test('skips comments and what it cannot read', () => {
  expect(read(': still here\n\n', 'data: {broken\n\n', 'data: 42\n\n', 'id: 7\ndata:{"kind":"reload"}\n\n')).toEqual([
    reload,
  ])
})

test('a frame without an id leaves the position alone', () => {
  expect(read('data: {"kind":"reload"}\n\n')).toEqual([{ id: null, event: { kind: 'reload' } }])
})

test('waits for the end of a frame', () => {
  expect(read('id: 7\ndata: {"kind":"reload"}\n')).toEqual([])
})
