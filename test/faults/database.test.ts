import { it } from 'vitest'
import { disturbDatabase } from './database.ts'
import { held } from './held.ts'

/** One of each; `npm run test:faults -- database` goes on. */
const KINDS = 8

it(
  'a database that restarts, crashes, is cut off, stalls or is slow: each request has a clear answer, nothing is lost, and service comes back by itself',
  (context) => held(context, () => disturbDatabase({ times: KINDS, seed: 11 })),
  600_000,
)
