import { describe, it } from 'vitest'
import { walkClock } from './clock.ts'
import { held } from './held.ts'
import { DATABASES } from './site.ts'

describe.each(DATABASES)('a clock that steps forward, back and stands still (%s)', (database) => {
  it(
    'opens no closed cycle again, changes no invoice and repeats no alert',
    (context) => held(context, () => walkClock(database, { times: 1, seed: 3 })),
    600_000,
  )
})
