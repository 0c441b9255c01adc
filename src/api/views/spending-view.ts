import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { isAtCap } from '#shared/credits/pay-as-you-go.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { teamSpending } from '../spending/team-spending.ts'
import type { View } from './view.ts'

export type SpendingView = Pick<
  Extract<ResourceUsage['payAsYouGo'], { kind: 'offered' }>,
  'cap' | 'capReached'
>

/** The spend cap as it stands; of a cycle that is over it says nothing. */
export async function spendingOn(
  view: View,
  options: { cycle: Cycle; resource: Resource; isTeams: boolean },
): Promise<SpendingView> {
  const { cycle, resource, isTeams } = options
  const { reads, terms, asOf } = view
  const offer = terms.plan.entitlements[resource].payAsYouGo
  if (offer.kind === 'unavailable' || asOf >= cycle.end) return { capReached: false }
  const cap = terms.caps.get(resource)
  if (!cap) return { capReached: false }
  const { micros, at, actor } = cap
  const spending = await teamSpending(reads, { cycle: cycle.id, resource, capMicros: micros })
  const { spentMicros } = spending
  const capReached = isAtCap(spending, offer)
  // What the team spends is not each member's to know; that work stops at its cap is.
  return isTeams ? { capReached, cap: { micros, spentMicros, at, by: actor.name } } : { capReached }
}
