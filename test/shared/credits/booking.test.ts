import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '#shared/credits/amounts.ts'
import {
  book,
  CLOCK_SKEW,
  countingTime,
  cyclesDue,
  GRACE,
  isInvoiced,
  nextFinal,
} from '#shared/credits/booking.ts'
import { cycleAt, cycleOfIndex } from '#shared/credits/cycle.ts'

const TERMS = { anchor: '2026-01-31', zone: 'Asia/Kathmandu' }
const at = (instant: number) => cycleAt(TERMS, instant)
const start = (index: number) => cycleOfIndex(TERMS, index).start

type Case = {
  name: string
  time: number
  asOf: number
  ledgerSince?: number
  expected: string
}

const CASES: Case[] = [
  { name: 'now', time: start(3), asOf: start(3), expected: 'cycle 3' },
  {
    name: 'the last millisecond of a cycle, sent just after it',
    time: start(4) - 1,
    asOf: start(4),
    expected: 'cycle 3',
  },
  {
    name: 'the last millisecond of the grace',
    time: start(4) - 1,
    asOf: start(4) + GRACE - 1,
    expected: 'cycle 3',
  },
  {
    name: 'the end of the grace',
    time: start(4) - 1,
    asOf: start(4) + GRACE,
    expected: 'late in cycle 4',
  },
  {
    name: 'an event at exactly the end, after the grace',
    time: start(4),
    asOf: start(4) + GRACE,
    expected: 'cycle 4',
  },
  {
    name: 'three cycles late',
    time: start(1),
    asOf: start(4) + DAY,
    expected: 'late in cycle 4',
  },
  {
    name: 'past use, imported into a ledger opened after it',
    time: start(1) + DAY,
    asOf: start(9),
    ledgerSince: start(2),
    expected: 'cycle 1',
  },
  {
    name: 'past use of the cycle in which the ledger was opened',
    time: start(1) + DAY,
    asOf: start(9),
    ledgerSince: start(2) - 1,
    expected: 'late in cycle 9',
  },
  {
    name: 'a clock that is a little fast',
    time: start(3) + CLOCK_SKEW,
    asOf: start(3),
    expected: 'cycle 3',
  },
  {
    name: 'a clock that is a little fast, over a cycle’s end',
    time: start(4) + MINUTE,
    asOf: start(4) - MINUTE,
    expected: 'cycle 4',
  },
  {
    name: 'a millisecond past the skew',
    time: start(3) + CLOCK_SKEW + 1,
    asOf: start(3),
    expected: 'from-the-future',
  },
  { name: 'the year 9999', time: 253_370_764_800_000, asOf: start(3), expected: 'from-the-future' },
  { name: 'the first instant of billing', time: start(0), asOf: start(0), expected: 'cycle 0' },
  {
    name: 'a millisecond before billing',
    time: start(0) - 1,
    asOf: start(0),
    expected: 'before-billing',
  },
  { name: '1970', time: 0, asOf: start(3), expected: 'before-billing' },
]

describe('an event is booked', () => {
  test.each(CASES)('$name: $expected', ({ time, asOf, ledgerSince = start(0), expected }) => {
    const booking = book({ time, asOf, billingStart: start(0), ledgerSince, cycleAt: at })
    if (booking.kind === 'refused') {
      expect(booking.reason).toBe(expected)
      return
    }
    const { cycle, late } = booking
    expect(`${late ? 'late in ' : ''}cycle ${cycle.index}`).toBe(expected)
    expect(booking.bookedAt).toBe(late ? asOf : time)
  })

  it('in a cycle that holds the time it is booked at, which is never invoiced', () => {
    const instants = fc.integer({ min: 0, max: 400 * DAY }).map((into) => start(0) + into)
    fc.assert(
      fc.property(instants, instants, instants, (time, asOf, ledgerSince) => {
        const booking = book({ time, asOf, billingStart: start(0), ledgerSince, cycleAt: at })
        if (booking.kind === 'refused') {
          expect(time).toBeGreaterThan(asOf + CLOCK_SKEW)
          return
        }
        expect(booking.cycle).toEqual(at(booking.bookedAt))
        expect(isInvoiced(booking.cycle, { asOf, ledgerSince })).toBe(false)
        expect(booking.late).toBe(isInvoiced(at(time), { asOf, ledgerSince }))
      }),
    )
  })
})

describe('a cycle is invoiced', () => {
  const since = { ledgerSince: 0 }

  it('from the end of its grace on, and never again open', () => {
    const cycle = { end: 100 * HOUR }
    expect(isInvoiced(cycle, { ...since, asOf: 124 * HOUR - 1 })).toBe(false)
    expect(isInvoiced(cycle, { ...since, asOf: 124 * HOUR })).toBe(true)
    expect(isInvoiced(cycle, { ...since, asOf: 9_999 * HOUR })).toBe(true)
  })

  it('never when it had ended as the ledger was opened', () => {
    const cycle = { end: 100 * HOUR }
    expect(isInvoiced(cycle, { ledgerSince: 100 * HOUR, asOf: 9_999 * HOUR })).toBe(false)
    expect(isInvoiced(cycle, { ledgerSince: 100 * HOUR - 1, asOf: 9_999 * HOUR })).toBe(true)
  })
})

describe('closed cycles', () => {
  const closedUntil = start(4)
  const since = { billingStart: start(0), ledgerSince: start(0), closedUntil, cycleAt: at }

  it('stay closed when the clock is set back into them: the event is late in the next', () => {
    const asOf = start(4) - DAY
    expect(book({ ...since, time: asOf - HOUR, asOf })).toEqual({
      kind: 'booked',
      cycle: cycleOfIndex(TERMS, 4),
      bookedAt: start(4),
      late: true,
    })
  })

  it('hold back the time that counts, until the clock has caught up', () => {
    const cases = [
      { asOf: start(4) - DAY, closedUntil, counts: start(4) },
      { asOf: start(4), closedUntil, counts: start(4) },
      { asOf: start(4) + 1, closedUntil, counts: start(4) + 1 },
      { asOf: start(2), closedUntil: undefined, counts: start(2) },
    ]
    for (const { counts, ...now } of cases) expect(countingTime(now)).toBe(counts)
  })

  it('are all that are due, in order, and none twice', () => {
    const options = { billing: TERMS, ledgerSince: start(0) + DAY }
    const asOf = start(3) + GRACE
    expect(cyclesDue({ ...options, asOf }).map(({ index }) => index)).toEqual([0, 1, 2])
    expect(cyclesDue({ ...options, asOf: asOf - 1 }).map(({ index }) => index)).toEqual([0, 1])
    expect(cyclesDue({ ...options, asOf, closedUntil: start(2) })).toEqual([cycleOfIndex(TERMS, 2)])
    expect(cyclesDue({ ...options, asOf, closedUntil: start(3) })).toEqual([])
    expect(cyclesDue({ ...options, asOf: start(1), closedUntil: start(3) })).toEqual([])
  })

  test('are what booking takes for invoiced, whenever they are closed', () => {
    const instants = fc.integer({ min: start(0), max: start(14) })
    fc.assert(
      fc.property(instants, instants, instants, (ledgerSince, closedAt, asOf) => {
        const before = cyclesDue({ billing: TERMS, ledgerSince, asOf: closedAt })
        const closedUntil = before.at(-1)?.end
        const now = { billing: TERMS, ledgerSince, closedUntil, asOf }
        const closed = [...before, ...cyclesDue(now)].map(({ index }) => index)
        const invoiced = Array.from({ length: 15 }, (_, index) => cycleOfIndex(TERMS, index))
          .filter((cycle) => isInvoiced(cycle, now))
          .map(({ index }) => index)
        expect(closed).toEqual(invoiced)
      }),
    )
  })
})

test('nothing becomes due before the next final instant, and a cycle does then', () => {
  const instants = fc.integer({ min: start(0), max: start(30) })
  fc.assert(
    fc.property(instants, (asOf) => {
      const options = { billing: TERMS, ledgerSince: start(0) }
      const closedUntil = cyclesDue({ ...options, asOf, closedUntil: undefined }).at(-1)?.end
      const next = nextFinal(TERMS, asOf)
      expect(next).toBeGreaterThan(asOf)
      const due = (at: number) => cyclesDue({ ...options, closedUntil, asOf: at })
      expect([due(next - 1).length, due(next).length]).toEqual([0, 1])
    }),
  )
})
