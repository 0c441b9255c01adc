import { it } from 'vitest'
import { failOver } from './failover.ts'
import { held } from './held.ts'

it(
  'a primary that dies under load loses nothing that its synchronous standby then goes on with',
  (context) => held(context, () => failOver({ times: 1, seed: 3 })),
  600_000,
)
