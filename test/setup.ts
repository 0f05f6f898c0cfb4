// Runs before every test file: console noise and traffic that leaves this machine fail the test.
import { Socket } from 'node:net'
import { afterEach, beforeEach, expect } from 'vitest'

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+|(.+\.)?localhost)$/
const noise: string[] = []
const allowed: RegExp[] = []

const connect = Socket.prototype.connect
Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const first = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0]
  const host = typeof first === 'object' && first !== null ? (first as { host?: string; path?: string }).host : args[1]
  if (typeof host === 'string' && !loopback.test(host)) throw new Error(`a test tried to reach ${host}`)
  return Reflect.apply(connect, this, args) as Socket
} as typeof connect

for (const level of ['warn', 'error'] as const) {
  console[level] = (...args: unknown[]) => {
    noise.push(`console.${level}: ${args.map(String).join(' ')}`)
  }
}

process.on('unhandledRejection', (reason) => noise.push(`unhandled rejection: ${String(reason)}`))

/** Announces console output that the current test expects; without it any warning or error fails the test. */
export function expectNoise(pattern: RegExp): void {
  allowed.push(pattern)
}

beforeEach(() => {
  noise.length = 0
  allowed.length = 0
})

afterEach(() => {
  const unexpected = noise.filter((line) => !allowed.some((pattern) => pattern.test(line)))
  expect(unexpected, 'unexpected console output').toEqual([])
})
