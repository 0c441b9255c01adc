import { describe, it } from 'vitest'
import { crowd } from './crowd.ts'
import { held } from './held.ts'
import { DATABASES } from './site.ts'

/** `npm run test:faults -- crowd` asks a thousand times. */
const AT_ONCE = 150

describe.each(DATABASES)('a crowd that asks at once (%s)', (database) => {
  it(
    'passes no limit, and nobody is blocked for whom there is room',
    (context) => held(context, () => crowd(database, { times: AT_ONCE, seed: 1 })),
    600_000,
  )
})
