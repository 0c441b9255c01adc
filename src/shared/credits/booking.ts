import { HOUR, MINUTE, type Millis } from './amounts.ts'
import type { Cycle } from './cycle.ts'

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
 * @param ledgerSince when the team's ledger was opened. Cycles that had ended before were never
 * invoiced from it, so past usage can be imported into them.
 * @param billingStart start of the team's cycle 0; nothing is booked before it.
 */
export function book(options: {
  time: Millis
  asOf: Millis
  billingStart: Millis
  ledgerSince: Millis
  cycleAt: (at: Millis) => Cycle
}): Booking {
  const { time, asOf, billingStart, ledgerSince, cycleAt } = options
  if (time > asOf + CLOCK_SKEW) return { kind: 'refused', reason: 'from-the-future' }
  if (time < billingStart) return { kind: 'refused', reason: 'before-billing' }
  const own = cycleAt(time)
  if (!isInvoiced(own, { asOf, ledgerSince })) {
    return { kind: 'booked', cycle: own, bookedAt: time, late: false }
  }
  return { kind: 'booked', cycle: cycleAt(asOf), bookedAt: asOf, late: true }
}

/** Whether the cycle's totals are final: its grace is over and it ended under this ledger. */
export function isInvoiced(
  cycle: { end: Millis },
  options: { asOf: Millis; ledgerSince: Millis },
): boolean {
  return cycle.end > options.ledgerSince && cycle.end + GRACE <= options.asOf
}
