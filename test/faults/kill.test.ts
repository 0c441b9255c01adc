import { describe, it } from 'vitest'
import { held } from './held.ts'
import { killAtRandom } from './kill.ts'
import { DATABASES } from './site.ts'

/** `npm run test:faults -- kill` kills each a hundred times. */
const TIMES = 3

describe.each(DATABASES)('a server killed at any time (%s)', (database) => {
  it(
    'has each acknowledged event once, and each other batch whole or not at all',
    (context) => held(context, () => killAtRandom(database, { times: TIMES, seed: 5 })),
    600_000,
  )
})
