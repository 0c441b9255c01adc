import { describe, it } from 'vitest'
import { held } from './held.ts'
import { disturbSender } from './line.ts'
import { DATABASES } from './site.ts'

/** One of each kind. */
const KINDS = 4

describe.each(DATABASES)(
  'a line to the server that is cut, stalls or loses answers (%s)',
  (database) => {
    it(
      'leaves each batch whole or out, and sent again it counts once',
      (context) => held(context, () => disturbSender(database, { times: KINDS, seed: 3 })),
      600_000,
    )
  },
)
