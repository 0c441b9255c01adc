import type { UsageEventInput } from '#shared/contract/event.ts'
import {
  type AccountKey,
  accountOf,
  allowanceOf,
  bonusLeft,
  boughtLeft,
  buyingFor,
  cycleOf,
  ENDLESS,
  entitlementIn,
  includedLeft,
  timeOf,
} from './accounts.ts'
import { type Span, startOf } from './calendar.ts'
import { seeUse } from './crossings.ts'
import { closeDue } from './invoices.ts'
import { type Charge, type ModelTeam, type Split, TEAM } from './team.ts'
import { type Use, useOf } from './usage.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const MOST_CREDITS = 100_000_000_000

/** What became of one event, as far as the model foretells it. */
export type Taken =
  | { outcome: 'accepted'; credits: number; late: boolean }
  | { outcome: 'duplicate' | 'conflict' }
  | { outcome: 'rejected'; reason: string }

type Booking = { cycle: Span; bookedAt: number; late: boolean }

/** What is known is told apart first; then each is taken in turn. */
export function sendEvents(
  team: ModelTeam,
  events: readonly UsageEventInput[],
  clock: number,
): Taken[] {
  closeDue(team, clock)
  const uses = events.map(useOf)
  const before = uses.map(({ key }) => chargesByKey(team).get(key))
  const first = new Map<string, Taken>()
  return uses.map((use, index) => {
    const known = before[index]
    return known ? again(use, known) : takeFresh(team, use, { clock, first })
  })
}

/** Once more for one that is in the same batch already. */
function takeFresh(
  team: ModelTeam,
  use: Use,
  { clock, first }: { clock: number; first: Map<string, Taken> },
): Taken {
  const booking = bookingOf(team, use, clock)
  if ('outcome' in booking) return booking
  const earlier = first.get(use.key)
  if (earlier?.outcome === 'rejected') return earlier
  const charge = earlier && chargesByKey(team).get(use.key)
  if (charge) return again(use, charge)
  const taken = book(team, use, booking)
  first.set(use.key, taken)
  return taken
}

function again(use: Use, { content }: Charge): Taken {
  return { outcome: use.content === content ? 'duplicate' : 'conflict' }
}

/** Where it counts, or why it can't be taken. */
function bookingOf(team: ModelTeam, use: Use, clock: number): Booking | Taken {
  const refused = (reason: string) => ({ outcome: 'rejected', reason }) as const
  const { member, time, resource } = use
  const isKnown = team.members.some(({ id }) => id === member)
  if (member !== undefined && !isKnown) return refused('unknown-member')
  if (time > clock + 5 * MINUTE) return refused('from-the-future')
  if (time < startOf(team.made.zone, team.made.anchor)) return refused('before-billing')
  const own = cycleOf(team, time)
  const late = isFinal(team, own, clock)
  const bookedAt = late ? timeOf(team, clock) : time
  const cycle = late ? cycleOf(team, bookedAt) : own
  const { holder } = entitlementIn(team, cycle, resource)
  if (member === undefined && holder === 'member') return refused('unknown-member')
  return use.credits === undefined ? refused('no-rate') : { cycle, bookedAt, late }
}

/** A day after its end, or once it was closed; never one that was over before there was a ledger. */
function isFinal(team: ModelTeam, cycle: Span, clock: number): boolean {
  if (cycle.end <= team.made.createdAt) return false
  return cycle.end + DAY <= clock || cycle.end <= (team.closed.at(-1)?.end ?? 0)
}

function book(team: ModelTeam, use: Use, booking: Booking): Taken {
  const { resource, member, part, key, content, once } = use
  const { cycle, bookedAt, late } = booking
  const isMembers = entitlementIn(team, cycle, resource).holder === 'member'
  const account = { cycle, resource, holder: isMembers ? (member ?? TEAM) : TEAM }
  const isRepeated = once !== undefined && team.charges.some((charge) => charge.once === once)
  const credits = isRepeated ? 0 : (use.credits ?? 0)
  if (!hasRoom(team, account, credits)) {
    return { outcome: 'rejected', reason: 'amount-out-of-range' }
  }
  const counted = [...new Set([account.holder, TEAM, ...membersOwn(use)])]
  const before = counted.map((holder) => accountOf(team, { ...account, holder }))
  const burned = burn(team, account, { credits, bookedAt })
  const charge = { key, content, once, cycle: cycle.id, resource, member, part, bookedAt, late }
  const made = { ...charge, credits, ...burned }
  chargesByKey(team).set(key, made)
  team.charges.push(made)
  for (const [index, holder] of counted.entries()) {
    const was = before[index]
    if (was) seeUse(team, { ...account, holder }, { before: was, credits, at: bookedAt })
  }
  reportTo(team, use, { holder: account.holder, credits })
  return { outcome: 'accepted', credits, late }
}

/** AI credits are each member's on some plans: what they use is counted for them on all. */
function membersOwn({ resource, member }: Use): string[] {
  return resource === 'ai' && member !== undefined ? [member] : []
}

function hasRoom(team: ModelTeam, account: AccountKey, credits: number): boolean {
  return [account.holder, TEAM].every(
    (holder) => accountOf(team, { ...account, holder }).total + credits <= MOST_CREDITS,
  )
}

/** Included, then bonus, then what was bought, then blocks that are bought for it, then uncovered. */
function burn(
  team: ModelTeam,
  key: AccountKey,
  { credits, bookedAt }: { credits: number; bookedAt: number },
): Pick<Charge, 'split' | 'blocks' | 'blockCredits' | 'blockMicros'> {
  const account = accountOf(team, key)
  const included = Math.min(credits, includedLeft(account, allowanceOf(team, key)))
  const bonus = Math.min(credits - included, bonusLeft(team, key.resource, bookedAt))
  takeBonus(team, bonus, bookedAt)
  const rest = credits - included - bonus
  const buying = buyingFor(team, key, bookedAt)
  const missing = Math.max(0, rest - boughtLeft(account))
  const {
    blockCredits,
    blockMicros,
    blocks: most,
  } = buying.kind === 'on' ? buying : { blockCredits: 1, blockMicros: 0, blocks: 0 }
  const blocks = Math.min(most, Math.ceil(missing / blockCredits))
  const payAsYouGo = Math.min(rest, boughtLeft(account) + blocks * blockCredits)
  const split: Split = { included, bonus, payAsYouGo, uncovered: rest - payAsYouGo }
  return { split, blocks, blockCredits, blockMicros }
}

/** The oldest pack first, of those that were there when the work was done. */
function takeBonus(team: ModelTeam, bonus: number, at: number): void {
  let wanted = bonus
  const byAge = team.grants.toSorted((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
  for (const grant of byAge) {
    const taken = grant.at <= at ? Math.min(wanted, grant.left) : 0
    grant.left -= taken
    wanted -= taken
  }
}

/** What a run has used is held for it no longer. */
function reportTo(
  team: ModelTeam,
  use: Use,
  { holder, credits }: { holder: string; credits: number },
): void {
  const run = team.runs.find(({ id }) => id === use.run)
  if (!run || run.resource !== use.resource || run.holder !== holder) return
  const differs = (a: string | undefined, b: string | undefined) =>
    a !== undefined && b !== undefined && a !== b
  if (differs(run.member, use.member) || differs(run.part, use.part)) return
  run.used += credits
  run.held = Math.max(0, run.held - credits)
}

const keys = new WeakMap<Charge[], Map<string, Charge>>()

function chargesByKey(team: ModelTeam): Map<string, Charge> {
  const found = keys.get(team.charges)
  if (found) return found
  const made = new Map(team.charges.map((charge) => [charge.key, charge]))
  keys.set(team.charges, made)
  return made
}

/** What may be used at once; no account takes more than it can hold. */
export function usable(team: ModelTeam, key: AccountKey, at: number): number {
  const account = accountOf(team, key)
  const allowance = allowanceOf(team, key)
  const room = MOST_CREDITS - account.total
  if (allowance === ENDLESS) return room
  const bonus = key.holder === TEAM ? bonusLeft(team, key.resource, at) : 0
  const atHand = includedLeft(account, allowance) + bonus + boughtLeft(account)
  const buying = buyingFor(team, key)
  if (buying.kind !== 'on') return Math.min(room, atHand)
  const blocks = Math.min(buying.blocks, Math.ceil(room / buying.blockCredits))
  return Math.min(room, atHand + blocks * buying.blockCredits)
}
