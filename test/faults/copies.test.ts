import { describe, it } from 'vitest'
import { sendCopies } from './copies.ts'
import { held } from './held.ts'
import { DATABASES } from './site.ts'

describe.each(DATABASES)(
  'batches that are repeated, split, merged and out of order (%s)',
  (database) => {
    it(
      'make the books of each event sent once; of one id with many contents one is taken',
      (context) => held(context, () => sendCopies(database, { times: 1, seed: 3 })),
      600_000,
    )
  },
)
