// Every request the server sent to Yousign during the whole test run, and every answer of the simulator, against Yousign's
// own OpenAPI file. That file is not part of the repository; where it is missing the test says so and skips.
import { existsSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../simulators/exchange.ts'
import { exchangesDir, recordedExchanges } from '../world/exchanges.ts'

type Check = (exchange: Record<string, unknown>) => string[]

const checker = new URL('../../../shared/contracts/yousign-checker.mjs', import.meta.url)
const missing = existsSync(checker) ? null : 'the OpenAPI file of Yousign is not beside this checkout'

async function loadChecker(): Promise<{ check: Check; selfTest: (check: Check) => { good: number; bad: number } }> {
  const module = (await import(checker.href)) as {
    createChecker: (ajv: typeof Ajv2020) => Check
    selfTest: (check: Check) => { good: number; bad: number }
  }
  return { check: module.createChecker(Ajv2020), selfTest: module.selfTest }
}

/** What the checker judges: of an answer made by the fault layer only the request counts. */
function judged(exchange: Exchange): Record<string, unknown> {
  const { method, path, requestType, requestBody } = exchange
  const request = {
    method,
    path,
    ...(requestType === undefined ? {} : { requestType }),
    ...(requestBody === undefined ? {} : { requestBody }),
  }
  if (exchange.fault || exchange.status === 0) return request
  const { status, responseType, responseBody } = exchange
  return {
    ...request,
    status,
    ...(responseType === undefined ? {} : { responseType }),
    ...(responseBody === undefined ? {} : { responseBody }),
  }
}

describe('the contract with Yousign', () => {
  it.skipIf(missing !== null)(
    `has a checker that tells good from bad${missing === null ? '' : ` (skipped: ${missing})`}`,
    async () => {
      const { check, selfTest } = await loadChecker()
      const { good, bad } = selfTest(check)
      expect(good).toBeGreaterThan(3)
      expect(bad).toBeGreaterThan(10)
    },
  )

  it.skipIf(missing !== null || exchangesDir === undefined)(
    `is kept by every exchange of the run${missing === null ? '' : ` (skipped: ${missing})`}`,
    async () => {
      const { check } = await loadChecker()
      const exchanges = await recordedExchanges()
      const violations = new Map<string, number>()
      for (const exchange of exchanges) {
        for (const violation of check(judged(exchange))) violations.set(violation, (violations.get(violation) ?? 0) + 1)
      }
      expect([...violations.entries()]).toEqual([])
      expect(exchanges.length, 'exchanges checked').toBeGreaterThanOrEqual(300)
    },
  )
})
