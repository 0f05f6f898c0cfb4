// Baseline servers: bare Fastify, started and waited for like the product.
import type { Bundle, ChildName } from './bundle.ts'
import { type Child, startChild } from './child.ts'

export type Bare = Child & { port: number }

export async function startBare(
  bundle: Bundle,
  name: Extract<ChildName, `bare-${string}`>,
  args: readonly string[],
): Promise<Bare> {
  const child = startChild({ module: bundle.child(name), args })
  const { port } = await child.heard<{ kind: 'up'; port: number }>('up')
  return { ...child, port }
}
