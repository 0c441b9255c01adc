import {
  type Allowance,
  allowanceOf,
  type Catalog,
  findPlan,
  type Plan,
} from '#shared/credits/catalog.ts'
import type { BillingTerms, Cycle } from '#shared/credits/cycle.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { TeamReads } from '../ports.ts'
import { type Holder, TEAM_HOLDER, type Team } from '../records.ts'

/** A team with what its plan gives and when it is billed. */
export type Terms = { team: Team; plan: Plan; catalog: Catalog; billing: BillingTerms }

/** @throws Error when the catalog no longer has the team's plan: the operator must mend one. */
export function termsOf(team: Team, catalog: Catalog): Terms {
  const plan = findPlan(catalog, team.plan)
  if (!plan) throw new Error(`team ${team.id} is on plan ${team.plan}, which the catalog lacks`)
  return { team, plan, catalog, billing: { anchor: team.anchor, zone: team.zone } }
}

/**
 * What one account of the resource starts with in the cycle. Where each member has an allowance,
 * the team's account only sums over its members and has no limit of its own.
 */
export async function allowanceIn(
  reads: TeamReads,
  options: { terms: Terms; resource: Resource; cycle: Cycle; holder: Holder },
): Promise<Allowance> {
  const entitlement = options.terms.plan.entitlements[options.resource]
  if (entitlement.holder === 'member' && options.holder === TEAM_HOLDER) {
    return { kind: 'unlimited' }
  }
  const { start, end } = options.cycle
  const seats = entitlement.holder === 'pool' ? await reads.countMembers(start, end) : 1
  return allowanceOf(entitlement, seats)
}
