import { HOUR, MINUTE, type Millis } from './amounts.ts'
import { type BillingTerms, type Cycle, cycleAt, cycleOfIndex } from './cycle.ts'

/** How long after a cycle's end its events are still booked in it. */
export const GRACE: Millis = 24 * HOUR

/** How far ahead of the server's clock an event's time may be. */
export const CLOCK_SKEW: Millis = 5 * MINUTE

export type Booking =
  | {
      kind: 'booked'
      cycle: Cycle
      /** The time the charge counts at: the event's own, or `asOf` where it came too late. */
      bookedAt: Millis
      late: boolean
    }
  | { kind: 'refused'; reason: 'from-the-future' | 'before-billing' }

/**
 * The cycle an event belongs to: the one its time falls in, as long as that cycle is not invoiced;
 * afterwards the open cycle, marked late.
 *
 * @param billingStart start of the team's cycle 0; nothing is booked before it.
 */
export function book(
  options: Closed & {
    time: Millis
    asOf: Millis
    billingStart: Millis
    cycleAt: (at: Millis) => Cycle
  },
): Booking {
  const { time, asOf, billingStart, closedUntil, cycleAt } = options
  if (time > asOf + CLOCK_SKEW) return { kind: 'refused', reason: 'from-the-future' }
  if (time < billingStart) return { kind: 'refused', reason: 'before-billing' }
  const own = cycleAt(time)
  if (!isInvoiced(own, options)) return { kind: 'booked', cycle: own, bookedAt: time, late: false }
  const bookedAt = countingTime({ asOf, closedUntil })
  return { kind: 'booked', cycle: cycleAt(bookedAt), bookedAt, late: true }
}

/**
 * The time that counts for what happens now. Set back into a closed cycle the clock opens nothing
 * again: until it has caught up, it is the first instant of the cycle after the last closed one.
 */
export function countingTime(at: { asOf: Millis; closedUntil: Millis | undefined }): Millis {
  return Math.max(at.asOf, at.closedUntil ?? at.asOf)
}

/** What is known of a team's cycles that are over. */
export type Closed = {
  /**
   * When the team's ledger was opened. Cycles that had ended before were never invoiced from it, so
   * past usage can be imported into them.
   */
  ledgerSince: Millis
  /** The end of the last cycle that was closed; absent before the first. */
  closedUntil?: Millis | undefined
}

/**
 * Whether the cycle's totals are final: it was closed, or is due to be, and then whoever books next
 * closes it first. A closed cycle stays closed, also when the clock is set back.
 */
export function isInvoiced(cycle: { end: Millis }, options: Closed & { asOf: Millis }): boolean {
  const { asOf, ledgerSince, closedUntil } = options
  if (cycle.end <= ledgerSince) return false
  return finalAt(cycle) <= asOf || (closedUntil !== undefined && cycle.end <= closedUntil)
}

/** When the cycle's totals become final: those who report late have until then. */
export function finalAt(cycle: { end: Millis }): Millis {
  return cycle.end + GRACE
}

/** When the next cycle becomes final for a team of which all is closed that was to be at `asOf`. */
export function nextFinal(billing: BillingTerms, asOf: Millis): Millis {
  const billingStart = cycleOfIndex(billing, 0).start
  return finalAt(cycleAt(billing, Math.max(billingStart, asOf - GRACE)))
}

/** The cycles that are to be closed at `asOf`, in their order: none while all is closed. */
export function cyclesDue(options: Closed & { billing: BillingTerms; asOf: Millis }): Cycle[] {
  const { billing, ledgerSince, closedUntil, asOf } = options
  const billingStart = cycleOfIndex(billing, 0).start
  const due: Cycle[] = []
  let cycle = cycleAt(billing, Math.max(billingStart, closedUntil ?? ledgerSince))
  while (finalAt(cycle) <= asOf) {
    due.push(cycle)
    cycle = cycleOfIndex(billing, cycle.index + 1)
  }
  return due
}
