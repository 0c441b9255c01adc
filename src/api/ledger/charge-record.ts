import { buyingState, type Charged, usedOfAllowance } from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { crossed, highest } from '#shared/credits/crossing.ts'
import { workState } from '#shared/credits/limit.ts'
import type { AccountRecord, ChargeRecord, Crossing } from '../records.ts'
import type { Bookable } from './bookable.ts'
import type { Books } from './books.ts'

/** The charge that one event makes. */
export function chargeRecord(options: {
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
    boughtCredits: charged.boughtCredits,
    costMicros: charged.boughtMicros,
  }
}

/** The thresholds that a charge crossed, if any, and what that means for work. */
export function crossingOf(options: {
  books: Books
  before: AccountRecord
  after: AccountRecord
  record: ChargeRecord
}): Crossing | undefined {
  const { books, before, after, record } = options
  const { allowance } = after.account
  const used = usedOfAllowance(after.account)
  const { credits } = record.rating
  const thresholds = crossed({ used, credits, allowance, fired: before.fired })
  const threshold = highest(thresholds)
  if (!threshold || allowance.kind === 'unlimited') return undefined
  const { resource, holder, cycle } = after
  const payAsYouGo = buyingState(books.payAsYouGo(after))
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
