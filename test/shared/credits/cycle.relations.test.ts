import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import {
  type BillingTerms,
  cycleAt,
  cycleOfId,
  cycleOfIndex,
  daysOf,
} from '#shared/credits/cycle.ts'

const ODD_ZONES = [
  'Pacific/Apia',
  'Pacific/Kwajalein',
  'Pacific/Kiritimati',
  'America/Sao_Paulo',
  'America/Havana',
  'America/St_Johns',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Pyongyang',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Europe/Dublin',
]
const ALL_ZONES = Intl.supportedValuesOf('timeZone')

const zones = fc.oneof(fc.constantFrom(...ODD_ZONES), fc.constantFrom(...ALL_ZONES))
const years = fc.integer({ min: 1975, max: 2035 })
const months = fc.integer({ min: 1, max: 12 })

const anchors = fc
  .record({ year: years, month: months, day: fc.integer({ min: 1, max: 31 }) })
  .map(({ year, month, day }) => isoDate(year, month, Math.min(day, daysIn(year, month))))

const allTerms: fc.Arbitrary<BillingTerms> = fc.record({ anchor: anchors, zone: zones })
const indexes = fc.integer({ min: -120, max: 120 })

/** Calendar arithmetic of the test's own, by hand. */
function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}

function isoDate(year: number, month: number, day: number): string {
  return [String(year).padStart(4, '0'), two(month), two(day)].join('-')
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function firstDay(anchor: string, index: number): string {
  const [year = 0, month = 0, day = 0] = anchor.split('-').map(Number)
  const count = year * 12 + (month - 1) + index
  const inYear = Math.floor(count / 12)
  const inMonth = (count % 12) + 1
  return isoDate(inYear, inMonth, Math.min(day, daysIn(inYear, inMonth)))
}

/** The date that clocks in the zone show, by Intl and not by what is tested. */
function shownDate(at: number, zone: string): string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
  return format.format(at)
}

describe('cycles, for any anchor, zone and month', () => {
  it('tile the time line, each with its own name', () => {
    fc.assert(
      fc.property(allTerms, indexes, (terms, index) => {
        const cycle = cycleOfIndex(terms, index)
        expect(cycle.id).toBe(firstDay(terms.anchor, index))
        expect(cycle.index).toBe(index)
        expect(cycleOfIndex(terms, index + 1).start).toBe(cycle.end)
        expect(cycleOfIndex(terms, index - 1).end).toBe(cycle.start)
        expect(cycle.end - cycle.start).toBeGreaterThan(27 * DAY)
        expect(cycle.end - cycle.start).toBeLessThan(32 * DAY + 2 * HOUR)
        expect(cycleOfId(terms, cycle.id)).toEqual(cycle)
      }),
    )
  })

  it('begin at the first instant of their first day', () => {
    fc.assert(
      fc.property(allTerms, indexes, ({ anchor, zone }, index) => {
        const { id, start } = cycleOfIndex({ anchor, zone }, index)
        // A skipped day has no instant: then the first one after it.
        expect(shownDate(start, zone) >= id).toBe(true)
        expect(shownDate(start - 1, zone) < id).toBe(true)
      }),
    )
  })

  it('hold each instant once: an end belongs to the next', () => {
    fc.assert(
      fc.property(allTerms, indexes, fc.nat(27 * DAY), (terms, index, into) => {
        const cycle = cycleOfIndex(terms, index)
        expect(cycleAt(terms, cycle.start)).toEqual(cycle)
        expect(cycleAt(terms, cycle.start + into)).toEqual(cycle)
        expect(cycleAt(terms, cycle.end - 1)).toEqual(cycle)
        expect(cycleAt(terms, cycle.end).index).toBe(index + 1)
        expect(cycleAt(terms, cycle.start - 1).index).toBe(index - 1)
      }),
    )
  })

  it('are tiled by their days, in order and none twice', () => {
    fc.assert(
      fc.property(allTerms, indexes, (terms, index) => {
        const cycle = cycleOfIndex(terms, index)
        const days = daysOf(cycle, terms.zone)
        expect(days[0]?.start).toBe(cycle.start)
        expect(days.at(-1)?.end).toBe(cycle.end)
        expect(days.slice(1).map((day) => day.start)).toEqual(
          days.slice(0, -1).map((day) => day.end),
        )
        for (const day of days) {
          // A zone that changed its offset for good made a day three hours shorter or longer.
          expect(day.end - day.start).toBeGreaterThanOrEqual(21 * HOUR)
          expect(day.end - day.start).toBeLessThanOrEqual(27 * HOUR)
          expect(day.weekday).toBe(new Date(`${day.date}T00:00:00Z`).getUTCDay() || 7)
        }
        expect(new Set(days.map((day) => day.date)).size).toBe(days.length)
      }),
    )
  })
})

describe('in every zone that this runtime knows', () => {
  test.each([2011, 2026])('the cycles of %i from the 31st tile the year', (year) => {
    for (const zone of [...new Set([...ALL_ZONES, ...ODD_ZONES])]) {
      const terms = { anchor: `${year - 1}-12-31`, zone }
      const cycles = Array.from({ length: 13 }, (_, index) => cycleOfIndex(terms, index))
      for (const [index, cycle] of cycles.entries()) {
        expect(cycle.id, zone).toBe(firstDay(terms.anchor, index))
        expect(cycleAt(terms, cycle.start), zone).toEqual(cycle)
        expect(cycleAt(terms, cycle.end - 1), zone).toEqual(cycle)
        const next = cycles[index + 1]
        if (next) expect(next.start, zone).toBe(cycle.end)
      }
    }
  })
})
