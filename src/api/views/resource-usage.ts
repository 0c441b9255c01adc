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
import {
  type AccountKey,
  type AccountRecord,
  type Holder,
  type SwitchDecision,
  TEAM_HOLDER,
} from '../records.ts'
import { holderOf } from './holder.ts'
import { marksOf } from './marks.ts'
import { seriesOf } from './series.ts'
import { type SpendingView, spendingOn } from './spending-view.ts'
import { decidedBefore, type View } from './view.ts'

/** Whose figures: the team's, or those of one member. */
export type Subject = { holder: Holder; name: string }

type InCycle = { cycle: Cycle; resources: readonly Resource[]; subject: Subject }
type OfResource = { cycle: Cycle; resource: Resource; subject: Subject }

/** All that the page shows of each resource. Nothing that is read waits for what it does not need. */
export async function resourceUsages(view: View, options: InCycle): Promise<ResourceUsage[]> {
  const { resources, ...of } = options
  const days = daysWithHistory(view, of.cycle)
  const [use, pending, records, read] = await Promise.all([
    view.reads.dailyUse({ holders: rollupHolders(view, options), resources, days }),
    pendingIn(view, options),
    view.reads.accounts(resources.map((resource) => accountKeyOf(view, { ...of, resource }))),
    Promise.all(resources.map((resource) => readOf(view, { ...of, resource }))),
  ])
  return read.map((ofResource) => {
    const { resource } = ofResource
    const holder = rollupHolder(view, resource, of.subject)
    return resourceUsage(view, {
      ...of,
      ...ofResource,
      days,
      use: use.filter((row) => row.resource === resource && row.holder === holder),
      record: records.find((record) => record.resource === resource),
      pending: pending.get(resource) ?? 0,
    })
  })
}

/** What is read of each resource by itself. */
async function readOf(view: View, options: OfResource) {
  const { cycle, resource, subject } = options
  const { holder } = accountKeyOf(view, options)
  const members = holder === TEAM_HOLDER ? [] : [holder]
  const [seats, bought, decisions, spending] = await Promise.all([
    seatsIn(view, options),
    boughtIn(view, options),
    view.reads.switches(resource, members, decidedBefore(view, cycle)),
    spendingOn(view, { cycle, resource, isTeams: subject.holder === TEAM_HOLDER }),
  ])
  return { resource, ...seats, ...bought, decisions, spending }
}

async function seatsIn(view: View, options: OfResource) {
  const { cycle, resource } = options
  const { holder } = view.terms.plan.entitlements[resource]
  const seats = holder === 'team' ? 1 : await view.reads.countMembers(cycle.start, cycle.end)
  return { seats, holder: await holderOf(view, { ...options, seats }) }
}

async function boughtIn(view: View, options: OfResource) {
  const { cycle, resource } = options
  const { holder: accountHolder } = accountKeyOf(view, options)
  const grants = accountHolder === TEAM_HOLDER ? await view.reads.bonus(resource) : []
  return { grants, marks: await marksOf(view, { cycle, resource, accountHolder, grants }) }
}

function accountKeyOf({ terms }: View, { cycle, resource, subject }: OfResource): AccountKey {
  const { holder } = terms.plan.entitlements[resource]
  return { cycle: cycle.id, resource, holder: holder === 'member' ? subject.holder : TEAM_HOLDER }
}

function resourceUsage(
  view: View,
  options: OfResource &
    Awaited<ReturnType<typeof readOf>> & {
      days: readonly Day[]
      use: readonly DailyUse[]
      record: AccountRecord | undefined
      pending: Credits
    },
): ResourceUsage {
  const { cycle, resource, days, use, record, pending, seats, decisions, spending } = options
  const { terms, asOf, catalog } = view
  const { holder: accountHolder } = accountKeyOf(view, options)
  const allowance = allowanceFor(view, { resource, accountHolder, seats })
  const account: Account = record ? { ...record.account, allowance } : openAccount(allowance)
  const bonus = bonusBalances(options.grants)
  const at = Math.min(asOf, cycle.end - 1)
  const payAsYouGo = payAsYouGoView(view, { resource, accountHolder, decisions, account, spending })
  const on = buying(payAsYouGo)
  const atHand = creditsAtHand(account, bonus, at)
  return {
    resource,
    holder: options.holder,
    standing: standing({ resource, account, bonus, payAsYouGo: on, pending, at }),
    buckets: account.used,
    allowanceAssumed: terms.plan.entitlements[resource].allowance.assumed ?? false,
    payAsYouGo,
    otherwise: otherwiseOf(catalog, terms.plan, resource),
    series: seriesOf({ resource, catalog, cycle, days, use, asOf }),
    forecast: forecast({
      cycle,
      days: dayTotals(days, use),
      used: totalOf(account.used),
      atHand: atHand.kind === 'limited' ? atHand.credits : undefined,
      asOf,
    }),
    marks: options.marks,
  }
}

/** What runs of the account hold now; of a cycle that is over there is none. */
async function pendingIn(view: View, options: InCycle): Promise<Map<Resource, Credits>> {
  const { cycle, subject } = options
  const { reads, asOf, clock: at } = view
  if (asOf >= cycle.end) return new Map()
  if (subject.holder === TEAM_HOLDER) return reads.heldByResource({ holders: 'all', at })
  return reads.heldByResource({ holders: rollupHolders(view, options), at })
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

function rollupHolders(view: View, { resources, subject }: InCycle): Holder[] {
  return [...new Set(resources.map((resource) => rollupHolder(view, resource, subject)))]
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
