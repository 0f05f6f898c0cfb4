// Runs before every test file: console noise and traffic that leaves this machine fail the test.
import { Socket } from 'node:net'
import { afterEach, beforeEach, expect } from 'vitest'

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+|(.+\.)?localhost)$/
const ears = Symbol.for('kommo-yousign.noise')
const held = globalThis as typeof globalThis & { [ears]?: string[] }
// Many files run in one process, one after the other: listening begins once.
held[ears] ??= listen()
const noise = held[ears]

beforeEach(() => {
  noise.length = 0
})

afterEach(() => {
  expect(noise, 'unexpected console output').toEqual([])
})

/** Answers the list that everything unexpected is put into. */
function listen(): string[] {
  const heard: string[] = []
  const connect = Socket.prototype.connect
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
    const first = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0]
    const host =
      typeof first === 'object' && first !== null ? (first as { host?: string; path?: string }).host : args[1]
    if (typeof host === 'string' && !loopback.test(host)) throw new Error(`a test tried to reach ${host}`)
    return Reflect.apply(connect, this, args) as Socket
  } as typeof connect
  for (const level of ['warn', 'error'] as const) {
    console[level] = (...args: unknown[]) => {
      heard.push(`console.${level}: ${args.map(String).join(' ')}`)
    }
  }
  process.on('unhandledRejection', (reason) => heard.push(`unhandled rejection: ${String(reason)}`))
  return heard
}
