// The server for production as a process of its own, and what it is told about its world.
import { cp, rm } from 'node:fs/promises'
import { type Child, startChild } from './child.ts'

export interface Product extends Child {
  url: string
  port: number
}

export interface ProductOrder {
  module: string
  env: Record<string, string>
  dataDir: string
}

/** Starts it and waits until it listens. */
export async function startProduct({ module, env, dataDir }: ProductOrder): Promise<Product> {
  const child = spawnProduct({ module, env, dataDir })
  const url = await child.line(addressIn)
  return { ...child, url, port: Number(new URL(url).port) }
}

/** Starts it and waits for nothing. */
export function spawnProduct({ module, env, dataDir }: ProductOrder): Child {
  // Its own directory, so that no `.env` of the checkout is read.
  return startChild({ module, env: { ...env, DATA_DIR: dataDir }, cwd: dataDir })
}

/** A copy of the data of a server that was stopped. */
export async function copyData(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await cp(from, to, { recursive: true })
}

function addressIn(line: string): string | null {
  if (!line.includes('"listening"')) return null
  const { address } = JSON.parse(line) as { address?: string }
  return address ?? null
}
