import type { EventResult } from '#shared/contract/event.ts'
import {
  addBuckets,
  type Charged,
  charge,
  hasRoomFor,
  type PayAsYouGo,
  usedOfAllowance,
} from '#shared/credits/account.ts'
import type { Credits, Millis } from '#shared/credits/amounts.ts'
import { countsMembers } from '#shared/credits/catalog.ts'
import { crossed } from '#shared/credits/crossing.ts'
import { learnFlows } from '../flows/learn-flows.ts'
import { watchLowCredit } from '../low-credit/watch.ts'
import type { TeamWrites } from '../ports.ts'
import {
  type AccountRecord,
  type ChargeRecord,
  type Crossing,
  type Holder,
  TEAM_HOLDER,
} from '../records.ts'
import { openAgentTools } from './agent-tools.ts'
import type { Bookable } from './bookable.ts'
import { accountKey, type Books, type Entry, openBooks } from './books.ts'
import { chargeRecord, crossingOf } from './charge-record.ts'
import type { ParsedEvent } from './parse-event.ts'
import { openRunReports } from './run-reports.ts'
import type { Terms } from './terms.ts'
import { writeBurned } from './write-burned.ts'

/** So many that the database has work while the next are burned down. */
const CHARGES_AT_ONCE = 500

export type Burned = { index: number; event: ParsedEvent; result: EventResult }

/** Burns the events down in their order and writes all that follows from them. */
export async function burnAll(
  tx: TeamWrites,
  options: { bookable: readonly Bookable[]; terms: Terms; asOf: Millis },
): Promise<Burned[]> {
  const { bookable, terms, asOf } = options
  const resources = bookable.map(({ event }) => event.usage.resource)
  const [books, runs, tools, low, firstNumber] = await Promise.all([
    openBooks(tx, { entries: entriesOf(bookable, terms), terms }),
    openRunReports(tx, bookable),
    openAgentTools(tx, bookable),
    watchLowCredit(tx, { resources, terms, asOf }),
    // Last: before they write, transactions read faster.
    tx.takeChargeNumbers(bookable.length),
  ])
  let number = firstNumber
  const burned: Burned[] = []
  const charges: ChargeRecord[] = []
  let written = 0
  const crossings: Crossing[] = []
  const isBooked = new Set<number>()
  for (const reported of bookable) {
    const item = tools.priced(reported)
    const { index, event } = item
    const entry = entryOf(item, terms)
    const before = books.account(accountKey(entry))
    const { bookedAt } = item.booking
    const payAsYouGo = books.payAsYouGo(accountKey(entry), bookedAt)
    if (!hasRoom(books, { entry, credits: item.rating.credits, payAsYouGo })) {
      burned.push({ index, event, result: noRoom(event) })
      continue
    }
    const bonusBefore = books.bonus(entry.resource)
    const charged = burn(books, { before, entry, item, payAsYouGo })
    for (const also of alsoCounted(item, terms)) addTo(books, also, charged)
    const record = chargeRecord({ item, charged, number: number++, asOf })
    const after = books.account(accountKey(entry))
    const passed = crossed({
      used: usedOfAllowance(after.account),
      credits: record.rating.credits,
      allowance: after.account.allowance,
      fired: before.fired,
    })
    const { charge: id } = record
    const crossing = crossingOf({
      books,
      account: after,
      crossed: passed,
      charge: id,
      at: bookedAt,
    })
    if (crossing) crossings.push(crossing)
    books.saveAccount({ ...after, fired: [...before.fired, ...passed] })
    low.see(record, {
      before: { account: before.account, bonus: bonusBefore },
      after: { account: after.account, bonus: books.bonus(entry.resource) },
    })
    const { run, member, part } = event
    runs.report({ ...entry, run, member, part: part?.id, credits: record.rating.credits })
    tools.charged(item)
    charges.push(record)
    isBooked.add(index)
    burned.push({ index, event, result: accepted(record) })
    if (charges.length - written >= CHARGES_AT_ONCE) {
      await tx.addCharges(charges.slice(written))
      written = charges.length
    }
  }
  if (charges.length > written) await tx.addCharges(charges.slice(written))
  await writeBurned(tx, { books, charges, crossings, terms, asOf, events: bookable })
  await learnFlows(
    tx,
    bookable.filter(({ index }) => isBooked.has(index)),
  )
  await low.write()
  await tools.write()
  await tx.saveRuns(runs.changed())
  return burned
}

function entriesOf(bookable: readonly Bookable[], terms: Terms): Entry[] {
  return bookable.flatMap((item) => [entryOf(item, terms), ...alsoCounted(item, terms)])
}

/**
 * Accounts that only count: where each member has an allowance, the team's is the sum over its
 * members; where the team has it, the member's is their part, for when it is theirs again.
 */
function alsoCounted(item: Bookable, terms: Terms): Entry[] {
  const entry = entryOf(item, terms)
  if (entry.holder !== TEAM_HOLDER) return [{ ...entry, holder: TEAM_HOLDER }]
  const { member } = item.event
  const isCounted = member !== undefined && countsMembers(terms.catalog, entry.resource)
  return isCounted ? [{ ...entry, holder: member }] : []
}

function entryOf(item: Bookable, terms: Terms): Entry {
  const { resource } = item.event.usage
  const { cycle } = item.booking
  return { resource, cycle, holder: holderOf(item, terms) }
}

/** Whose account an event burns down, by the plan of its cycle. */
function holderOf({ event, booking }: Bookable, terms: Terms): Holder {
  const { holder } = terms.planIn(booking.cycle).entitlements[event.usage.resource]
  return holder === 'member' ? (event.member ?? TEAM_HOLDER) : TEAM_HOLDER
}

/** In the account and, where that is a member's, in the team's sum over its members. */
function hasRoom(
  books: Books,
  options: { entry: Entry; credits: Credits; payAsYouGo: PayAsYouGo },
): boolean {
  const { entry, credits, payAsYouGo } = options
  return [entry.holder, TEAM_HOLDER].every((holder) => {
    const { account } = books.account(accountKey({ ...entry, holder }))
    return hasRoomFor(account, credits, payAsYouGo)
  })
}

function burn(
  books: Books,
  options: { before: AccountRecord; entry: Entry; item: Bookable; payAsYouGo: PayAsYouGo },
): Charged {
  const { before, entry, item, payAsYouGo } = options
  const charged = charge({
    account: before.account,
    bonus: books.bonus(entry.resource),
    payAsYouGo,
    credits: item.rating.credits,
    at: item.booking.bookedAt,
  })
  books.saveAccount({ ...before, account: charged.account })
  if (charged.bonusTaken.length > 0) books.saveBonus(entry.resource, charged.bonus)
  return charged
}

function addTo(books: Books, entry: Entry, charged: Charged): void {
  const record = books.account(accountKey(entry))
  const { account } = record
  const bought = {
    blocks: account.bought.blocks + charged.blocksBought,
    credits: account.bought.credits + charged.boughtCredits,
    micros: account.bought.micros + charged.boughtMicros,
  }
  const used = addBuckets(account.used, charged.split)
  books.saveAccount({ ...record, account: { ...account, used, bought } })
}

function accepted(record: ChargeRecord): EventResult {
  return {
    outcome: 'accepted',
    id: record.eventId,
    charge: record.charge,
    resource: record.resource,
    credits: record.rating.credits,
    late: record.late,
  }
}

function noRoom(event: ParsedEvent): EventResult {
  return {
    outcome: 'rejected',
    id: event.id,
    reason: 'amount-out-of-range',
    detail: 'the account cannot hold so many credits in one cycle',
    path: '$.data',
  }
}
