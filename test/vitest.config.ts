import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))
const loader = new URL('../scripts/ts.mjs', import.meta.url).href

// One project a kind of test, so that each can be run alone: `npx vitest run -c test/vitest.config.ts --project unit`.
const project = (name: string, include: string[], timeout: number, workers: number) => ({
  extends: true as const,
  test: { name, include, testTimeout: timeout, hookTimeout: timeout, maxWorkers: workers },
})

export default defineConfig({
  root,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    pool: 'forks',
    // Files share what they import: loading it anew for every file took longer than the tests.
    isolate: false,
    // Child processes of ours (the document opener) inherit the loader and so run TypeScript too.
    execArgv: ['--import', loader],
    setupFiles: ['test/setup.ts'],
    projects: [
      project(
        'unit',
        ['{server,shared,widget,scripts}/**/*.test.{ts,tsx}', 'test/simulators/**/*.test.ts', 'test/*.test.ts'],
        10_000,
        2,
      ),
      project('integration', ['test/integration/**/*.test.ts'], 30_000, 2),
      project('contract', ['test/contract/**/*.test.ts'], 60_000, 1),
      project('e2e', ['test/e2e/**/*.e2e.ts'], 90_000, 1),
    ],
  },
})
