import type { Millis } from '#shared/credits/amounts.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { TeamWrites } from '../ports.ts'
import type { Moved } from '../switching/moved.ts'
import { digests } from './digests.ts'
import { tell } from './tell.ts'

/**
 * Admin and Billing are told of members who move to pay-as-you-go by a decision, as of those who do
 * by a charge: in the decision's own transaction, and in the same digest.
 */
export async function tellOfSwitch(
  tx: TeamWrites,
  options: { moved: Moved; resource: Resource; cycle: Cycle; seq: number; asOf: Millis },
): Promise<void> {
  const { moved, resource, cycle, seq, asOf } = options
  if (moved.count === 0) return
  const gathered = digests({ asOf })
  gathered.add({
    kind: 'members-on-pay-as-you-go',
    cause: `switch:${seq}`,
    cycle,
    resource,
    ...moved,
    isHistory: false,
  })
  await tell(tx, await gathered.tellings(tx))
}
