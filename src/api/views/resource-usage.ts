import type { ResourceUsage } from '#shared/contract/usage.ts'
import { type Account, creditsAtHand, openAccount, totalOf } from '#shared/credits/account.ts'
import type { Credits } from '#shared/credits/amounts.ts'
import type { Allowance } from '#shared/credits/catalog.ts'
import { allowanceOf } from '#shared/credits/catalog.ts'
import { type Cycle, cycleOfIndex, type Day, daysOf } from '#shared/credits/cycle.ts'
import { forecast } from '#shared/credits/forecast.ts'
import { otherwiseOf } from '#shared/credits/lift.ts'
import { standing } from '#shared/credits/limit.ts'
import { effectivePayAsYouGo } from '#shared/credits/pay-as-you-go.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { bonusBalances } from '../ledger/bonus.ts'
import type { DailyUse } from '../ports.ts'
import { type Holder, type SwitchDecision, TEAM_HOLDER } from '../records.ts'
import { holderOf } from './holder.ts'
import { marksOf } from './marks.ts'
import { seriesOf } from './series.ts'
import { type SpendingView, spendingOn } from './spending-view.ts'
import { decidedBefore, type View } from './view.ts'

/** Whose figures: the team's, or those of one member. */
export type Subject = { holder: Holder; name: string }

/** All that the page shows of each resource, from one reading of each table. */
export async function resourceUsages(
  view: View,
  options: { cycle: Cycle; resources: readonly Resource[]; subject: Subject },
): Promise<ResourceUsage[]> {
  const { cycle, resources, subject } = options
  const days = daysWithHistory(view, cycle)
  const holders = [...new Set(resources.map((resource) => rollupHolder(view, resource, subject)))]
  const use = await view.reads.dailyUse({ holders, resources, days })
  const pending = await pendingIn(view, { cycle, resources, subject })
  const usages: ResourceUsage[] = []
  for (const resource of resources) {
    const holder = rollupHolder(view, resource, subject)
    const ofResource = use.filter((row) => row.resource === resource && row.holder === holder)
    const inCycle = { cycle, resource, subject, days, use: ofResource }
    usages.push(await resourceUsage(view, { ...inCycle, pending: pending.get(resource) ?? 0 }))
  }
  return usages
}

async function resourceUsage(
  view: View,
  options: {
    cycle: Cycle
    resource: Resource
    subject: Subject
    days: readonly Day[]
    use: readonly DailyUse[]
    pending: Credits
  },
): Promise<ResourceUsage> {
  const { cycle, resource, subject, days, use, pending } = options
  const { reads, terms, asOf, catalog } = view
  const entitlement = terms.plan.entitlements[resource]
  const accountHolder = entitlement.holder === 'member' ? subject.holder : TEAM_HOLDER
  const seats = entitlement.holder === 'team' ? 1 : await reads.countMembers(cycle.start, cycle.end)
  const allowance = allowanceFor(view, { resource, accountHolder, seats })
  const key = { cycle: cycle.id, resource, holder: accountHolder }
  const [record] = await reads.accounts([key])
  const account: Account = record ? { ...record.account, allowance } : openAccount(allowance)
  const grants = accountHolder === TEAM_HOLDER ? await reads.bonus(resource) : []
  const bonus = bonusBalances(grants)
  const members = accountHolder === TEAM_HOLDER ? [] : [accountHolder]
  const decisions = await reads.switches(resource, members, decidedBefore(view, cycle))
  const at = Math.min(asOf, cycle.end - 1)
  const isTeams = subject.holder === TEAM_HOLDER
  const spending = await spendingOn(view, { cycle, resource, isTeams })
  const payAsYouGo = payAsYouGoView(view, { resource, accountHolder, decisions, account, spending })
  const on = buying(payAsYouGo)
  const atHand = creditsAtHand(account, bonus, at)
  return {
    resource,
    holder: await holderOf(view, { cycle, resource, subject, seats }),
    standing: standing({ resource, account, bonus, payAsYouGo: on, pending, at }),
    buckets: account.used,
    allowanceAssumed: entitlement.allowance.assumed ?? false,
    payAsYouGo,
    otherwise: otherwiseOf(view.catalog, terms.plan, resource),
    series: seriesOf({ resource, catalog, cycle, days, use, asOf }),
    forecast: forecast({
      cycle,
      days: dayTotals(days, use),
      used: totalOf(account.used),
      atHand: atHand.kind === 'limited' ? atHand.credits : undefined,
      asOf,
    }),
    marks: await marksOf(view, { cycle, resource, accountHolder, grants }),
  }
}

/** What runs of the account hold now; of a cycle that is over there is none. */
async function pendingIn(
  view: View,
  options: { cycle: Cycle; resources: readonly Resource[]; subject: Subject },
): Promise<Map<Resource, Credits>> {
  const { cycle, resources, subject } = options
  const { reads, asOf, clock: at } = view
  if (asOf >= cycle.end) return new Map()
  if (subject.holder === TEAM_HOLDER) return reads.heldByResource({ holders: 'all', at })
  const holders = resources.map((resource) => rollupHolder(view, resource, subject))
  return reads.heldByResource({ holders, at })
}

/** A month of history before the cycle, for the pace, and the cycle's own days. */
export function daysWithHistory({ terms }: View, cycle: Cycle): Day[] {
  const { start } = cycleOfIndex(terms.billing, cycle.index - 1)
  return daysOf({ start, end: cycle.end }, terms.team.zone)
}

export function dayTotals(days: readonly Day[], use: readonly DailyUse[]) {
  const totals = new Array<number>(days.length).fill(0)
  for (const row of use) totals[row.day] = (totals[row.day] ?? 0) + row.credits
  return days.map((day, index) => ({ ...day, credits: totals[index] ?? 0 }))
}

/** A member has rollups of their own only where the allowance is theirs. */
function rollupHolder({ terms }: View, resource: Resource, subject: Subject): Holder {
  return terms.plan.entitlements[resource].holder === 'member' ? subject.holder : TEAM_HOLDER
}

/** Over all members of a team it is the sum of what each is given. */
function allowanceFor(
  { terms }: View,
  options: { resource: Resource; accountHolder: Holder; seats: number },
): Allowance {
  const entitlement = terms.plan.entitlements[options.resource]
  const overMembers = entitlement.holder === 'member' && options.accountHolder === TEAM_HOLDER
  const summed = overMembers ? { ...entitlement, holder: 'pool' as const } : entitlement
  return allowanceOf(summed, options.seats)
}

function payAsYouGoView(
  { terms }: View,
  options: {
    resource: Resource
    accountHolder: Holder
    decisions: readonly SwitchDecision[]
    account: Account
    spending: SpendingView
  },
): ResourceUsage['payAsYouGo'] {
  const { resource, accountHolder, decisions, account, spending } = options
  const offer = terms.plan.entitlements[resource].payAsYouGo
  if (offer.kind === 'unavailable') return { kind: 'unavailable' }
  const team = decisions.find((decision) => decision.holder === TEAM_HOLDER)
  const member = decisions.find(
    (decision) => decision.holder === accountHolder && accountHolder !== TEAM_HOLDER,
  )
  const last = (member?.seq ?? 0) > (team?.seq ?? 0) ? member : team
  return {
    kind: 'offered',
    on: effectivePayAsYouGo({ offer, team, member }).kind === 'on',
    ...(last ? { decided: { at: last.at, by: last.actor.name } } : {}),
    blockCredits: offer.blockCredits,
    blockMicros: offer.blockMicros,
    assumed: offer.assumed ?? false,
    blocks: account.bought.blocks,
    costMicros: account.bought.micros,
    ...spending,
  }
}

/** What the switch means for work: at the spend cap it buys nothing. */
function buying(payAsYouGo: ResourceUsage['payAsYouGo']): 'on' | 'off' | 'unavailable' {
  if (payAsYouGo.kind === 'unavailable') return 'unavailable'
  return payAsYouGo.on && !payAsYouGo.capReached ? 'on' : 'off'
}
