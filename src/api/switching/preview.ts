import type { SwitchBody, SwitchPreview } from '#shared/contract/switch.ts'
import { boughtLeft } from '#shared/credits/account.ts'
import { capLeftMicros, type Spending } from '#shared/credits/pay-as-you-go.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { type Answer, answer } from '../answer.ts'
import { type Books, openBooks } from '../ledger/books.ts'
import { type Holder, TEAM_HOLDER } from '../records.ts'
import { switchDefault } from '../views/holder.ts'
import { membersView } from '../views/members.ts'
import type { View } from '../views/view.ts'
import { accountOf, changesWork, isTargetAtCap } from './changes-work.ts'
import { mostItCanCost } from './most-it-can-cost.ts'
import { type Target, targetOf } from './target.ts'

/** How many of those affected are named. */
const MOST_NAMED = 5

type Affected = SwitchPreview['affected']

/** What the switch would do if it were decided now. Nothing is changed. */
export async function previewSwitch(
  view: View,
  options: { resource: Resource; body: SwitchBody },
): Promise<Answer<SwitchPreview>> {
  const { resource, body } = options
  const found = await targetOf(view, { resource, target: body.target })
  if (!found.ok) return found
  const target = found.value
  const holders = target.isTeam ? [TEAM_HOLDER] : target.members.map((member) => member.id)
  const entries = holders.map((holder) => ({ resource, holder, cycle: target.cycle }))
  const books = await openBooks(view.reads, { entries, terms: view.terms })
  const accounts = holders.map((holder) => accountOf(books, target, holder))
  const spending = books.spending({ cycle: target.cycle.id, resource })
  const { blockCredits, blockMicros, assumed = false } = target.offer
  return answer({
    asOf: view.asOf,
    on: body.on,
    target: body.target,
    accounts: await countAccounts(view, target),
    affected: await affectedBy(view, { target, books, on: body.on }),
    uncovered: accounts.reduce((sum, account) => sum + account.used.uncovered, 0),
    boughtLeft: accounts.reduce((sum, account) => sum + boughtLeft(account), 0),
    price: { blockCredits, blockMicros, assumed },
    currency: view.catalog.currency,
    costSoFarMicros: accounts.reduce((sum, account) => sum + account.bought.micros, 0),
    ...capOf(spending),
    atMost: await mostItCanCost(view, target, spending),
    cycleEnd: target.cycle.end,
  })
}

function capOf(spending: Spending): Pick<SwitchPreview, 'cap'> {
  const { capMicros: micros } = spending
  const leftMicros = capLeftMicros(spending)
  return micros === undefined || leftMicros === undefined ? {} : { cap: { micros, leftMicros } }
}

async function countAccounts({ reads, terms }: View, target: Target): Promise<number> {
  if (!target.isTeam) return target.members.length
  const isOverMembers = terms.plan.entitlements[target.resource].holder === 'member'
  return isOverMembers ? reads.countMembers(target.cycle.start, target.cycle.end) : 1
}

/** Turned on: whose work starts again. Turned off: whose work stops now. */
async function affectedBy(
  view: View,
  options: { target: Target; books: Books; on: boolean },
): Promise<Affected> {
  const { target, books, on } = options
  const isOverMembers = view.terms.plan.entitlements[target.resource].holder === 'member'
  if (target.isTeam && isOverMembers) {
    if (isTargetAtCap(books, target)) return { team: false, count: 0, members: [] }
    return affectedOfAll(view, target, on)
  }
  const changed = (holder: Holder) => changesWork(view, { target, books, holder, on })
  if (target.isTeam) {
    const team = changed(TEAM_HOLDER)
    return { team, count: team ? 1 : 0, members: [] }
  }
  const members = target.members.filter((member) => changed(member.id))
  return {
    team: false,
    count: members.length,
    members: members.slice(0, MOST_NAMED).map(({ id, name }) => ({ id, name })),
  }
}

async function affectedOfAll(view: View, target: Target, on: boolean): Promise<Affected> {
  const { resource, cycle } = target
  const standard = await switchDefault(view, resource)
  const query = { cycle: cycle.id, resource, switchDefault: standard }
  const states = await view.reads.accountStates(query)
  const count = states
    .filter((state) => state.atLimit && !state.hasBoughtLeft && state.on !== on)
    .reduce((sum, state) => sum + state.count, 0)
  const state = on ? 'paused' : 'on-pay-as-you-go'
  const page = { sort: 'share', order: 'desc', limit: MOST_NAMED, state } as const
  const found = await membersView(view, { cycle, resource, query: page })
  const rows = found.ok ? found.value.members : []
  const members = rows.map(({ member }) => ({ id: member.id, name: member.name }))
  return { team: false, count, members: members.slice(0, count) }
}
