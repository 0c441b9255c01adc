import { describe, it } from 'vitest'
import { backUpWhileWriting } from './backup.ts'
import { held } from './held.ts'
import { DATABASES } from './site.ts'

describe.each(DATABASES)('a backup beside a server that is written to (%s)', (database) => {
  it(
    'holds all that was acknowledged before, each batch whole, and is restored elsewhere',
    (context) => held(context, () => backUpWhileWriting(database, { times: 1, seed: 3 })),
    600_000,
  )
})
