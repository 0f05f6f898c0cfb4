// Lets plain Node run our TypeScript: `node --import ./scripts/ts.mjs file.ts`. Child processes inherit it through execArgv.
import { register } from 'node:module'

register('./ts-hooks.mjs', import.meta.url)
