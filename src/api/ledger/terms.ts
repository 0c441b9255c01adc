import type { Micros, Millis } from '#shared/credits/amounts.ts'
import { countingTime } from '#shared/credits/booking.ts'
import {
  type Allowance,
  allowanceOf,
  type Catalog,
  findPlan,
  type Plan,
} from '#shared/credits/catalog.ts'
import { type BillingTerms, type Cycle, cycleAt } from '#shared/credits/cycle.ts'
import { type PlanChange, planBefore } from '#shared/credits/plan-change.ts'
import type { Resource } from '#shared/credits/resources.ts'
import type { TeamReads } from '../ports.ts'
import {
  type ChargesAlert,
  type Holder,
  type SpendCap,
  TEAM_HOLDER,
  type Team,
} from '../records.ts'

/** A team with what its plan gives and when it is billed. */
export type Terms = {
  team: Team
  /** What it is on now; a view of a past cycle has the one that the cycle ended on. */
  plan: Plan
  planIn: (cycle: Pick<Cycle, 'end'>) => Plan
  /** Oldest first. */
  planChanges: readonly PlanChange[]
  catalog: Catalog
  billing: BillingTerms
  /** What pay-as-you-go may cost in a cycle; only of resources that have a cap. */
  caps: ReadonlyMap<Resource, SpendCap & { micros: Micros }>
  /** The end of the last cycle that was closed; absent before the first. */
  closedUntil: Millis | undefined
  /** From which charges of a cycle on Billing is told; absent where the catalog's holds. */
  chargesAlert: (ChargesAlert & { micros: Micros }) | undefined
}

/**
 * @throws Error when the team is gone, or the catalog no longer has one of its plans, or has prices
 * in another currency
 */
export async function loadTerms(
  reads: Pick<TeamReads, 'profile' | 'planChanges' | 'spendCaps' | 'chargesAlert' | 'lastClosing'>,
  catalog: Catalog,
): Promise<Terms> {
  const [team, changes, caps, chargesAlert, lastClosing] = await Promise.all([
    reads.profile(),
    reads.planChanges(),
    reads.spendCaps(),
    reads.chargesAlert(),
    reads.lastClosing(),
  ])
  if (!team) throw new Error('the team is gone')
  refuseOtherCurrency(team, catalog)
  return {
    ...termsOf({ team, catalog, changes }),
    caps: capsIn(caps),
    chargesAlert: ownAlert(chargesAlert),
    closedUntil: lastClosing?.end,
  }
}

function refuseOtherCurrency({ id, currency }: Team, catalog: Catalog): void {
  if (currency === undefined || currency === catalog.currency) return
  throw new Error(`team ${id} is charged in ${currency}, but the catalog in ${catalog.currency}`)
}

function termsOf(options: {
  team: Team
  catalog: Catalog
  changes: readonly PlanChange[]
}): Omit<Terms, 'caps' | 'chargesAlert' | 'closedUntil'> {
  const { team, catalog, changes } = options
  const planOf = (id: string): Plan => {
    const plan = findPlan(catalog, id)
    // The operator must mend one of the two.
    if (!plan) throw new Error(`team ${team.id} is or was on plan ${id}, which the catalog lacks`)
    return plan
  }
  return {
    team,
    plan: planOf(team.plan),
    planChanges: changes,
    planIn: ({ end: before }) => planOf(planBefore({ current: team.plan, changes, before })),
    catalog,
    billing: { anchor: team.anchor, zone: team.zone },
  }
}

/** A cap that was taken away is none. */
function capsIn(caps: readonly SpendCap[]): Terms['caps'] {
  return new Map(
    caps.flatMap((cap) =>
      cap.micros === undefined ? [] : [[cap.resource, { ...cap, micros: cap.micros }] as const],
    ),
  )
}

/** {@link countingTime} of the team. */
export function teamTime({ closedUntil }: Pick<Terms, 'closedUntil'>, asOf: Millis): Millis {
  return countingTime({ asOf, closedUntil })
}

/** The cycle that is going on: by the clock, or by {@link teamTime} where it was set back. */
export function openCycle(terms: Pick<Terms, 'billing' | 'closedUntil'>, asOf: Millis): Cycle {
  return cycleAt(terms.billing, teamTime(terms, asOf))
}

function ownAlert(alert: ChargesAlert | undefined): Terms['chargesAlert'] {
  return alert?.micros === undefined ? undefined : { ...alert, micros: alert.micros }
}

/**
 * What one account of the resource starts with in the cycle. Where each member has an allowance,
 * the team's account only sums over its members and has no limit of its own; where the team has it,
 * a member's account only counts their part.
 */
export async function allowanceIn(
  reads: TeamReads,
  options: { terms: Terms; resource: Resource; cycle: Cycle; holder: Holder },
): Promise<Allowance> {
  const { terms, resource, cycle, holder } = options
  const entitlement = terms.planIn(cycle).entitlements[resource]
  const isMembers = entitlement.holder === 'member'
  if (isMembers === (holder === TEAM_HOLDER)) return { kind: 'unlimited' }
  const seats = entitlement.holder === 'pool' ? await reads.countMembers(cycle.start, cycle.end) : 1
  return allowanceOf(entitlement, seats)
}
