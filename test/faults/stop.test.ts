import { describe, it } from 'vitest'
import { held } from './held.ts'
import { DATABASES } from './site.ts'
import { stopUnderLoad } from './stop.ts'

describe.each(DATABASES)('a server that is asked to stop under load (%s)', (database) => {
  it(
    'answers whatever it has taken, and ends with 0',
    (context) => held(context, () => stopUnderLoad(database, { times: 1, seed: 3 })),
    600_000,
  )
})
