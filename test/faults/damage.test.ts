import { it } from 'vitest'
import { damageFile } from './damage.ts'
import { held } from './held.ts'

/** `npm run test:faults -- damage` spoils many more. */
const FILES = 20

it(
  'a flipped bit or a cut file is refused with the cause or still that ledger, never an empty one',
  (context) => held(context, () => damageFile({ times: FILES, seed: 3 })),
  600_000,
)
