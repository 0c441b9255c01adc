import { describe, it } from 'vitest'
import { deployWhileClosing } from './deploy.ts'
import { held } from './held.ts'
import { DATABASES } from './site.ts'

describe.each(DATABASES)('a deploy while cycles are closed (%s)', (database) => {
  it(
    'ends with 0, and the next server closes the rest: no number is missing or twice',
    (context) => held(context, () => deployWhileClosing(database, { times: 1, seed: 3 })),
    600_000,
  )
})
