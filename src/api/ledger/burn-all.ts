import type { EventResult } from '#shared/contract/event.ts'
import { addBuckets, type Charged, charge, hasRoomFor, totalOf } from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Booking } from '#shared/credits/booking.ts'
import { crossed, highest } from '#shared/credits/crossing.ts'
import { workState } from '#shared/credits/limit.ts'
import type { Rating } from '#shared/credits/rating.ts'
import type { TeamWrites } from '../ports.ts'
import {
  type AccountRecord,
  type ChargeRecord,
  type Crossing,
  type Holder,
  TEAM_HOLDER,
} from '../records.ts'
import { accountKey, type Books, type Entry, openBooks } from './books.ts'
import { factsOf } from './facts.ts'
import type { ParsedEvent } from './parse-event.ts'
import { rollUp } from './roll-up.ts'
import type { Terms } from './terms.ts'

/** An event that is known to belong in the ledger: rated, and with its cycle. */
export type Bookable = {
  index: number
  event: ParsedEvent
  rating: Rating
  booking: Extract<Booking, { kind: 'booked' }>
}

export type Burned = { index: number; event: ParsedEvent; result: EventResult }

/** Burns the events down in their order and writes all that follows from them. */
export async function burnAll(
  tx: TeamWrites,
  options: { bookable: readonly Bookable[]; terms: Terms; asOf: Millis },
): Promise<Burned[]> {
  const { bookable, terms, asOf } = options
  const books = await openBooks(tx, { entries: entriesOf(bookable, terms), terms })
  const burned: Burned[] = []
  const charges: ChargeRecord[] = []
  const crossings: Crossing[] = []
  let number = await tx.takeChargeNumbers(bookable.length)
  for (const item of bookable) {
    const { index, event } = item
    const entry = entryOf(item, terms)
    const before = books.account(accountKey(entry))
    const payAsYouGo = books.payAsYouGo(entry.resource, entry.holder)
    if (!hasRoomFor(before.account, item.rating.credits, payAsYouGo)) {
      burned.push({ index, event, result: noRoom(event) })
      continue
    }
    const charged = burn(books, { before, entry, item })
    const record = chargeRecord({ item, charged, number: number++, asOf })
    const after = books.account(accountKey(entry))
    const crossing = crossingOf({ books, before, after, record })
    if (crossing) crossings.push(crossing)
    books.saveAccount({ ...after, fired: [...before.fired, ...(crossing?.crossed ?? [])] })
    if (entry.holder !== TEAM_HOLDER) addToTeam(books, entry, charged)
    charges.push(record)
    burned.push({ index, event, result: accepted(record) })
  }
  await writeAll(tx, { books, charges, crossings, terms, asOf, events: bookable })
  return burned
}

function entriesOf(bookable: readonly Bookable[], terms: Terms): Entry[] {
  return bookable.flatMap((item) => {
    const entry = entryOf(item, terms)
    // Where each member has an allowance, the team's account is the sum over its members.
    return entry.holder === TEAM_HOLDER ? [entry] : [entry, { ...entry, holder: TEAM_HOLDER }]
  })
}

function entryOf(item: Bookable, terms: Terms): Entry {
  const { resource } = item.event.usage
  return { resource, cycle: item.booking.cycle, holder: holderOf(item.event, terms) }
}

/** Whose account an event burns down. */
function holderOf(event: ParsedEvent, terms: Terms): Holder {
  const { holder } = terms.plan.entitlements[event.usage.resource]
  return holder === 'member' ? (event.member ?? TEAM_HOLDER) : TEAM_HOLDER
}

function burn(
  books: Books,
  options: { before: AccountRecord; entry: Entry; item: Bookable },
): Charged {
  const { before, entry, item } = options
  const charged = charge({
    account: before.account,
    bonus: books.bonus(entry.resource),
    payAsYouGo: books.payAsYouGo(entry.resource, entry.holder),
    credits: item.rating.credits,
    at: item.booking.bookedAt,
  })
  books.saveAccount({ ...before, account: charged.account })
  if (charged.bonusTaken.length > 0) books.saveBonus(entry.resource, charged.bonus)
  return charged
}

function addToTeam(books: Books, entry: Entry, charged: Charged): void {
  const record = books.account(accountKey({ ...entry, holder: TEAM_HOLDER }))
  const { account } = record
  const bought = {
    blocks: account.bought.blocks + charged.blocksBought,
    credits: account.bought.credits + charged.boughtCredits,
    micros: account.bought.micros + charged.boughtMicros,
  }
  const used = addBuckets(account.used, charged.split)
  books.saveAccount({ ...record, account: { ...account, used, bought } })
}

function chargeRecord(options: {
  item: Bookable
  charged: Charged
  number: number
  asOf: Millis
}): ChargeRecord {
  const { item, charged, number, asOf } = options
  const { event, rating, booking } = item
  return {
    charge: number,
    source: event.source,
    eventId: event.id,
    event: event.content,
    time: event.time,
    receivedAt: asOf,
    bookedAt: booking.bookedAt,
    late: booking.late,
    cycle: booking.cycle.id,
    resource: event.usage.resource,
    kind: rating.kind,
    ...(event.member === undefined ? {} : { member: event.member }),
    ...(event.part === undefined ? {} : { part: event.part.id }),
    rating,
    split: charged.split,
    blocksBought: charged.blocksBought,
    costMicros: charged.boughtMicros,
  }
}

function crossingOf(options: {
  books: Books
  before: AccountRecord
  after: AccountRecord
  record: ChargeRecord
}): Crossing | undefined {
  const { books, before, after, record } = options
  const { allowance } = after.account
  const used = totalOf(after.account.used)
  const { credits } = record.rating
  const thresholds = crossed({ used, credits, allowance, fired: before.fired })
  const threshold = highest(thresholds)
  if (!threshold || allowance.kind === 'unlimited') return undefined
  const { resource, holder, cycle } = after
  const payAsYouGo = books.payAsYouGo(resource, holder).kind
  const bonus = books.bonus(resource)
  return {
    // A threshold can fire again in a cycle once a raised limit re-armed it: the charge tells them
    // apart.
    id: `${cycle}:${record.charge}`,
    cycle,
    resource,
    holder,
    threshold,
    crossed: thresholds,
    at: record.bookedAt,
    charge: record.charge,
    used,
    allowance: allowance.credits,
    work: workState({ resource, account: after.account, bonus, payAsYouGo, at: record.bookedAt }),
  }
}

async function writeAll(
  tx: TeamWrites,
  options: {
    books: Books
    charges: readonly ChargeRecord[]
    crossings: readonly Crossing[]
    terms: Terms
    asOf: Millis
    events: readonly Bookable[]
  },
): Promise<void> {
  const { books, charges, crossings, terms, asOf, events } = options
  if (charges.length === 0) return
  await tx.addCharges(charges)
  await tx.saveAccounts(
    books.changedAccounts().map((record) => ({
      ...record,
      facts: factsOf({
        account: record.account,
        bonus: record.holder === TEAM_HOLDER ? books.bonus(record.resource) : [],
        at: asOf,
      }),
    })),
  )
  await tx.saveBonus(books.changedBonus())
  const { plan } = terms
  const sums = rollUp(charges, (record) => plan.entitlements[record.resource].holder)
  await tx.addRollups(sums.rollups)
  await tx.addTotals(sums.totals)
  if (crossings.length > 0) await tx.addCrossings(crossings)
  const names = partNames(events)
  if (names.length > 0) await tx.savePartNames(names)
}

/** The last name that the batch gives each flow or server. */
function partNames(events: readonly Bookable[]) {
  const names = new Map<string, Parameters<TeamWrites['savePartNames']>[0][number]>()
  for (const { event } of events) {
    if (event.part?.name === undefined) continue
    const { resource } = event.usage
    const { id, name } = event.part
    names.set(`${resource} ${id}`, { resource, part: id, name })
  }
  return [...names.values()]
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
