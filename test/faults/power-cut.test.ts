import { describe, it } from 'vitest'
import { held } from './held.ts'
import { cutPower } from './power-cut.ts'
import { DATABASES } from './site.ts'

/** `npm run test:faults -- power` cuts many more. */
const TIMES = 2

describe.each(DATABASES)('a disk that loses its power (%s)', (database) => {
  it(
    'keeps whatever was acknowledged',
    (context) => held(context, () => cutPower(database, { times: TIMES, seed: 3 })),
    600_000,
  )
})
