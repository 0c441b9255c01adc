import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY } from '#shared/credits/amounts.ts'
import { cycleOfIndex, daysOf } from '#shared/credits/cycle.ts'
import { type DayUsage, forecast } from '#shared/credits/forecast.ts'

const ZONES = ['UTC', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Europe/Berlin']

type World = Parameters<typeof forecast>[0]

const worlds: fc.Arbitrary<World> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    month: fc.nat(240),
    into: fc.double({ min: 0, max: 1.05, noNaN: true }),
    daily: fc.array(fc.oneof(fc.constant(0), fc.nat(50), fc.nat(5_000)), {
      minLength: 62,
      maxLength: 62,
    }),
    atHand: fc.option(fc.nat(60_000), { nil: undefined }),
  })
  .map(({ zone, month, into, daily, atHand }) => {
    const cycle = cycleOfIndex({ anchor: '2010-01-31', zone }, month)
    const asOf = Math.floor(cycle.start + into * (cycle.end - cycle.start))
    const days = daysOf({ start: cycle.start - 30 * DAY, end: cycle.end }, zone).map(
      (day, index): DayUsage => ({ ...day, credits: day.start < asOf ? (daily[index] ?? 0) : 0 }),
    )
    return { cycle, days, used: usedIn(days, cycle.start), atHand, asOf }
  })

function usedIn(days: readonly DayUsage[], start: number): number {
  return days.reduce((sum, day) => (day.start >= start ? sum + day.credits : sum), 0)
}

describe('any forecast', () => {
  it('has a rising path of whole credits, its range around its middle and above what is used', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const made = forecast(world)
        if (made.kind !== 'forecast') return
        let before = { low: world.used, mid: world.used, high: world.used }
        for (const { total } of made.path) {
          expect(Object.values(total).every(Number.isSafeInteger)).toBe(true)
          expect(total.low).toBeLessThanOrEqual(total.mid)
          expect(total.mid).toBeLessThanOrEqual(total.high)
          expect(total.low).toBeGreaterThanOrEqual(before.low)
          expect(total.mid).toBeGreaterThanOrEqual(before.mid)
          expect(total.high).toBeGreaterThanOrEqual(before.high)
          before = total
        }
        expect(made.endTotal).toEqual(made.path.at(-1)?.total)
      }),
    )
  })

  it('has a path to the cycle’s end, by the days that are not over', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const made = forecast(world)
        if (made.kind !== 'forecast') return
        const ahead = world.days.filter((day) => day.end > world.asOf)
        expect(made.path.map(({ date, end }) => ({ date, end }))).toEqual(
          ahead.map(({ date, end }) => ({ date, end })),
        )
        expect(made.path.at(-1)?.end).toBe(world.cycle.end)
      }),
    )
  })

  it('is closed after the cycle, and there before it unless there is too little to go by', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const made = forecast(world)
        expect(made.kind === 'closed').toBe(world.asOf >= world.cycle.end)
        if (made.kind === 'too-early') expect(made.completeDays).toBeLessThan(made.neededDays)
      }),
    )
  })

  it('runs out between now and the cycle’s end, earliest first', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const made = forecast(world)
        if (made.kind !== 'forecast') return
        const { runOut } = made
        const times =
          runOut.kind === 'expected'
            ? [runOut.earliest, runOut.at, runOut.latest ?? runOut.at]
            : runOut.kind === 'possible'
              ? [runOut.earliest]
              : []
        expect(times.every(Number.isSafeInteger)).toBe(true)
        expect(times).toEqual([...times].sort((a, b) => a - b))
        for (const at of times) {
          expect(at).toBeGreaterThanOrEqual(world.asOf)
          expect(at).toBeLessThan(world.cycle.end)
        }
      }),
    )
  })

  it('says of the run-out what its range says of the end', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const made = forecast(world)
        if (made.kind !== 'forecast') return
        const { endTotal, runOut } = made
        const limit = world.used + (world.atHand ?? 0)
        switch (runOut.kind) {
          case 'no-limit':
            expect(world.atHand).toBeUndefined()
            break
          case 'already':
            expect(world.atHand).toBe(0)
            break
          case 'not-this-cycle':
            // A path that ends less than one credit short is shown rounded up to the limit.
            expect(endTotal.high).toBeLessThanOrEqual(limit)
            break
          case 'possible':
            expect(endTotal.high).toBeGreaterThanOrEqual(limit)
            expect(endTotal.mid).toBeLessThanOrEqual(limit)
            break
          case 'expected':
            expect(endTotal.mid).toBeGreaterThanOrEqual(limit)
            expect(runOut.latest !== undefined).toBe(endTotal.low >= limit)
            break
          default:
            runOut satisfies never
        }
      }),
    )
  })
})
