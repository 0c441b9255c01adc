import { describe, it } from 'vitest'
import { FULL, fillDisk } from './full.ts'
import { held } from './held.ts'

describe.each(FULL)('a disk that is really full (%s)', (what) => {
  it(
    'is told as 503, loses nothing, and is written again once there is room',
    (context) => held(context, () => fillDisk(what, { times: 1, seed: 3 })),
    600_000,
  )
})
