import { buyingState, type Charged, usedOfAllowance } from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { highest, type Threshold } from '#shared/credits/crossing.ts'
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

/** The crossing of an account's thresholds, if any, and what it means for work. */
export function crossingOf(options: {
  books: Books
  account: AccountRecord
  crossed: readonly Threshold[]
  /** The charge that crossed them, or the number that a lowered limit took among the charges. */
  charge: number
  at: Millis
}): Crossing | undefined {
  const { books, account: record, crossed, charge, at } = options
  const { resource, holder, cycle, account } = record
  const { allowance } = account
  const threshold = highest(crossed)
  if (!threshold || allowance.kind === 'unlimited') return undefined
  const payAsYouGo = buyingState(books.payAsYouGo(record))
  const bonus = books.bonus(resource)
  return {
    // A threshold can fire again in a cycle once a raised limit re-armed it: the charge tells them
    // apart.
    id: `${cycle}:${charge}`,
    cycle,
    resource,
    holder,
    threshold,
    crossed,
    at,
    charge,
    used: usedOfAllowance(account),
    allowance: allowance.credits,
    work: workState({ resource, account, bonus, payAsYouGo, at }),
  }
}
