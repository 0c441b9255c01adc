import type { SwitchPreview } from '#shared/contract/switch.ts'
import { type Account, creditsAtHand, totalOf } from '#shared/credits/account.ts'
import { MAX_MICROS } from '#shared/credits/amounts.ts'
import { costOf, withinCap } from '#shared/credits/cost.ts'
import { forecast } from '#shared/credits/forecast.ts'
import { capLeftMicros, type Spending } from '#shared/credits/pay-as-you-go.ts'
import { openBooks } from '../ledger/books.ts'
import type { MemberPageQuery } from '../ports.ts'
import { type Holder, TEAM_HOLDER } from '../records.ts'
import { freshFacts, switchDefault } from '../views/holder.ts'
import { daysWithHistory, dayTotals } from '../views/resource-usage.ts'
import type { View } from '../views/view.ts'
import type { Target } from './target.ts'

/** Past this many members it is not worked out for each: see {@link everyFurtherCredit}. */
const MOST_MEMBERS = 1_000

type AtMost = SwitchPreview['atMost']

/**
 * The most that pay-as-you-go could add by the cycle's end: at the upper end of the forecast's
 * range, past everything at hand, in whole blocks; summed over the accounts that the switch is for,
 * and no more than the spend cap leaves.
 */
export async function mostItCanCost(
  view: View,
  target: Target,
  spending: Spending,
): Promise<AtMost> {
  const most = await withoutCap(view, target)
  if (most.kind !== 'estimate') return most
  const { blockMicros } = target.offer
  return {
    kind: 'estimate',
    ...withinCap(most, { leftMicros: capLeftMicros(spending), blockMicros }),
  }
}

async function withoutCap(view: View, target: Target): Promise<AtMost> {
  const isOverMembers = view.terms.plan.entitlements[target.resource].holder === 'member'
  if (!target.isTeam) {
    return ofAccounts(view, { target, holders: target.members.map((member) => member.id) })
  }
  if (!isOverMembers) return ofAccounts(view, { target, holders: [TEAM_HOLDER] })
  const rows = await view.reads.memberPage(await mostUsed(view, target))
  if (rows.length === MOST_MEMBERS) return everyFurtherCredit(view, target)
  const used = rows.filter((row) => row.used > 0)
  return ofAccounts(view, { target, holders: used.map((row) => row.member.id) })
}

async function mostUsed(view: View, { cycle, resource }: Target): Promise<MemberPageQuery> {
  return {
    cycle,
    resource,
    holds: 'own',
    fresh: freshFacts(view, { cycle, resource }),
    switchDefault: await switchDefault(view, resource),
    sort: 'used',
    order: 'desc',
    limit: MOST_MEMBERS,
  }
}

async function ofAccounts(
  view: View,
  options: { target: Target; holders: readonly Holder[] },
): Promise<AtMost> {
  const { target, holders } = options
  const { resource, cycle, offer } = target
  const { asOf, reads, terms } = view
  const days = daysWithHistory(view, cycle)
  const use = await reads.dailyUse({ holders, resources: [resource], days })
  const entries = holders.map((holder) => ({ resource, holder, cycle }))
  const books = await openBooks(reads, { entries, terms })
  const total = { micros: 0, blocks: 0 }
  let known = holders.length === 0
  for (const holder of holders) {
    const { account } = books.account({ cycle: cycle.id, resource, holder })
    const left = leftOf(view, account, holder === TEAM_HOLDER ? books.bonus(resource) : [])
    if (left === undefined) continue
    const ofHolder = use.filter((row) => row.holder === holder)
    const used = totalOf(account.used)
    const ahead = forecast({ cycle, days: dayTotals(days, ofHolder), used, atHand: left, asOf })
    if (ahead.kind !== 'forecast') continue
    known = true
    const cost = costOf(ahead.endTotal.high - used - left, offer)
    total.micros = Math.min(MAX_MICROS, total.micros + cost.micros)
    total.blocks += cost.blocks
  }
  return known ? { kind: 'estimate', ...total } : { kind: 'too-early' }
}

function leftOf(
  { asOf }: View,
  account: Account,
  bonus: Parameters<typeof creditsAtHand>[1],
): number | undefined {
  const atHand = creditsAtHand(account, bonus, asOf)
  return atHand.kind === 'limited' ? atHand.credits : undefined
}

/** An upper bound that needs no look at each member: all that is still used this cycle is billed. */
async function everyFurtherCredit(view: View, target: Target): Promise<AtMost> {
  const { resource, cycle, offer } = target
  const days = daysWithHistory(view, cycle)
  const query = { holders: [TEAM_HOLDER], resources: [resource], days }
  const totals = dayTotals(days, await view.reads.dailyUse(query))
  const used = totals
    .filter((day) => day.start >= cycle.start)
    .reduce((sum, day) => sum + day.credits, 0)
  const ahead = forecast({ cycle, days: totals, used, atHand: undefined, asOf: view.asOf })
  if (ahead.kind !== 'forecast') return { kind: 'too-early' }
  return { kind: 'estimate', ...costOf(ahead.endTotal.high - used, offer) }
}
