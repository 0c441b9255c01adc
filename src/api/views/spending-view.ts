import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Account } from '#shared/credits/account.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { isAtCap, spendingOf } from '#shared/credits/pay-as-you-go.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { TEAM_HOLDER } from '../records.ts'
import type { View } from './view.ts'

export type SpendingView = Pick<
  Extract<ResourceUsage['payAsYouGo'], { kind: 'offered' }>,
  'cap' | 'capReached'
>

/** The spend cap as it stands; of a cycle that is over it says nothing. */
export async function spendingOn(
  view: View,
  options: { cycle: Cycle; resource: Resource; account: Account; isTeams: boolean },
): Promise<SpendingView> {
  const { cycle, resource, isTeams } = options
  const { terms, asOf } = view
  const offer = terms.plan.entitlements[resource].payAsYouGo
  if (offer.kind === 'unavailable' || asOf >= cycle.end) return { capReached: false }
  const cap = terms.caps.get(resource)
  if (!cap) return { capReached: false }
  const team = isTeams ? options.account : await teamAccount(view, options)
  const { micros, at, actor } = cap
  const spending = spendingOf(team, { capMicros: micros })
  const { spentMicros } = spending
  const capReached = isAtCap(spending, offer)
  // What the team spends is not each member's to know; that work stops at its cap is.
  return isTeams ? { capReached, cap: { micros, spentMicros, at, by: actor.name } } : { capReached }
}

async function teamAccount(
  { reads }: View,
  { cycle, resource, account }: { cycle: Cycle; resource: Resource; account: Account },
): Promise<Account> {
  const [record] = await reads.accounts([{ cycle: cycle.id, resource, holder: TEAM_HOLDER }])
  return record?.account ?? account
}
