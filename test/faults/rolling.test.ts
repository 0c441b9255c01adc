import { describe, it } from 'vitest'
import { held } from './held.ts'
import { changeTablesUnderLoad } from './rolling.ts'

describe('servers that run while a newer version adds to their tables', () => {
  it(
    'go on and lose nothing; one of theirs that starts after it is refused',
    (context) => held(context, () => changeTablesUnderLoad({ times: 1, seed: 3 })),
    600_000,
  )
})
