import type { Holder, SwitchDecision } from '#api/records.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { switchId, type Tables } from './tables.ts'

/** The last decision for each holder, or the last of those made before. */
export function decisionsOf(
  tables: Tables,
  query: { resource: Resource; decidedBefore?: Millis | undefined },
): (holder: Holder) => SwitchDecision | undefined {
  const { resource, decidedBefore } = query
  if (decidedBefore === undefined) {
    return (holder) => tables.switches.get(switchId({ resource, holder }))
  }
  const last = new Map<Holder, SwitchDecision>()
  for (const decision of tables.switchHistory) {
    if (decision.resource === resource && decision.at < decidedBefore) {
      last.set(decision.holder, decision)
    }
  }
  return (holder) => last.get(holder)
}
