import { it } from 'vitest'
import { held } from './held.ts'
import { raceServers } from './race.ts'

it(
  'two servers at one account admit, charge and buy as one, also while it is switched',
  (context) => held(context, () => raceServers({ times: 2, seed: 3 })),
  600_000,
)
