import { describe, expect, it, test } from 'vitest'
import { DAY, HOUR, MAX_CREDITS } from '#shared/credits/amounts.ts'
import { type Cycle, cycleOfIndex, type Day, daysOf } from '#shared/credits/cycle.ts'
import { type Forecast, forecast } from '#shared/credits/forecast.ts'

const UTC = 'UTC'
/** June 2026: the 1st is a Monday. */
const JUNE = cycleOfIndex({ anchor: '2026-06-01', zone: UTC }, 0)

function june(day: number, hour = 0): number {
  return JUNE.start + (day - 1) * DAY + hour * HOUR
}

/** A forecast from a use per day; `asOf` cuts the use of its own day in proportion. */
function forecastOf(options: {
  perDay: (day: Day) => number
  asOf: number
  atHand?: number
  since?: number
  cycle?: Cycle
  zone?: string
}): Forecast {
  const { perDay, asOf, atHand, cycle = JUNE, zone = UTC } = options
  const since = options.since ?? cycle.start - 35 * DAY
  const days = daysOf({ start: cycle.start - 35 * DAY, end: cycle.end }, zone).map((day) => {
    const done = Math.min(1, Math.max(0, (asOf - day.start) / (day.end - day.start)))
    return { ...day, credits: day.end <= since ? 0 : Math.round(perDay(day) * done) }
  })
  const used = days.reduce((sum, day) => (day.start >= cycle.start ? sum + day.credits : sum), 0)
  return forecast({ cycle, days, used, atHand, asOf })
}

function forecasted(of: Forecast): Extract<Forecast, { kind: 'forecast' }> {
  if (of.kind !== 'forecast') throw new Error(`no forecast: ${of.kind}`)
  return of
}

const steady = () => 10
const workdays = (day: Day) => (day.weekday <= 5 ? 10 : 0)
/** 20 and 0 by turns, 20 on the 1st: 10 a day on average. */
const restless = (day: Day) => (Math.abs((day.start - JUNE.start) / DAY) % 2 === 0 ? 20 : 0)

describe('a forecast', () => {
  it('is closed at the very end of the cycle, and not a millisecond before', () => {
    expect(forecastOf({ perDay: steady, asOf: JUNE.end })).toEqual({ kind: 'closed' })
    expect(forecastOf({ perDay: steady, asOf: JUNE.end - 1 }).kind).toBe('forecast')
  })

  test.each([
    { name: 'nothing was ever used', perDay: () => 0, asOf: june(20), completeDays: 0 },
    { name: 'use began today', perDay: steady, since: june(5), asOf: june(5, 12), completeDays: 0 },
    {
      name: 'there are two complete days',
      perDay: steady,
      since: june(5),
      asOf: june(8) - 1,
      completeDays: 2,
    },
  ])('is too early when $name', ({ completeDays, ...of }) => {
    expect(forecastOf(of)).toEqual({ kind: 'too-early', completeDays, neededDays: 3 })
  })

  it('starts with the third complete day', () => {
    expect(forecastOf({ perDay: steady, since: june(5), asOf: june(8) }).kind).toBe('forecast')
  })

  it('of steady use goes straight on, with no range', () => {
    const { endTotal, path } = forecasted(forecastOf({ perDay: steady, asOf: june(10, 12) }))
    expect(endTotal).toEqual({ low: 300, mid: 300, high: 300 })
    expect(path).toHaveLength(21)
    expect(path.slice(0, 2)).toEqual([
      { date: '2026-06-10', end: june(11), total: { low: 100, mid: 100, high: 100 } },
      { date: '2026-06-11', end: june(12), total: { low: 110, mid: 110, high: 110 } },
    ])
    expect(path.at(-1)).toEqual({ date: '2026-06-30', end: JUNE.end, total: endTotal })
  })

  it('on the first day of a cycle takes its pace from the cycle before', () => {
    const { endTotal } = forecasted(forecastOf({ perDay: steady, asOf: june(1) }))
    expect(endTotal).toEqual({ low: 300, mid: 300, high: 300 })
  })

  it('gives workdays and weekends a pace of their own', () => {
    const { endTotal, path } = forecasted(forecastOf({ perDay: workdays, asOf: june(8) }))
    expect(endTotal).toEqual({ low: 220, mid: 220, high: 220 })
    const total = (date: string) => path.find((point) => point.date === date)?.total.mid
    expect(total('2026-06-12')).toBe(100)
    expect(total('2026-06-13')).toBe(100)
    expect(total('2026-06-14')).toBe(100)
    expect(total('2026-06-15')).toBe(110)
  })

  it('has one pace for all days until both kinds were seen twice', () => {
    const since = june(3)
    const until = (asOf: number) => forecasted(forecastOf({ perDay: workdays, since, asOf }))
    // Three workdays and a Saturday make 7.5 a day: 30 used, 24 days to come.
    expect(until(june(7)).endTotal.mid).toBe(30 + 24 * 7.5)
    expect(until(june(8)).endTotal.mid).toBe(30 + 17 * 10)
  })

  it('forgets what is more than four weeks back', () => {
    const perDay = (day: Day) => (day.end <= june(10) - 28 * DAY ? 1_000 : 10)
    const { endTotal } = forecasted(forecastOf({ perDay, asOf: june(10) }))
    expect(endTotal).toEqual({ low: 300, mid: 300, high: 300 })
  })

  it('counts a pause of four weeks as a pace of nothing', () => {
    const perDay = (day: Day) => (day.end <= june(10) - 28 * DAY ? 1_000 : 0)
    const { endTotal } = forecasted(forecastOf({ perDay, asOf: june(10), atHand: 5 }))
    expect(endTotal).toEqual({ low: 0, mid: 0, high: 0 })
  })

  it('of restless use has a range around its middle, never below what was used', () => {
    const { endTotal, path } = forecasted(forecastOf({ perDay: restless, asOf: june(10) }))
    expect(endTotal.mid).toBe(310)
    expect(endTotal.low).toBeLessThan(endTotal.mid)
    expect(endTotal.high).toBeGreaterThan(endTotal.mid)
    expect(path[0]?.total.low).toBe(100)
  })

  it('has a range of 1.28 deviations, of single days and of the pace itself', () => {
    // Days of 10, 10, 10 and 0: 7.5 each, variance 25, from 4 days. 24 days to come: variance
    // 24 × 25 + 24² × 25 / 4 = 4,200, so 1.28 × 64.8 = 82.95 either way of 30 + 180.
    const of = forecastOf({ perDay: workdays, since: june(3), asOf: june(7) })
    expect(forecasted(of).endTotal).toEqual({ low: 127, mid: 210, high: 293 })
  })

  it('ends where credits do, whatever the pace', () => {
    const perDay = () => MAX_CREDITS / 40
    const { endTotal } = forecasted(forecastOf({ perDay, asOf: june(29) }))
    expect(endTotal.high).toBeLessThanOrEqual(MAX_CREDITS)
    const wild = forecasted(
      forecast({
        cycle: JUNE,
        days: daysOf({ start: JUNE.start, end: JUNE.end }, UTC).map((day) => ({
          ...day,
          credits: day.end <= june(5) ? MAX_CREDITS / 4 : 0,
        })),
        used: MAX_CREDITS,
        atHand: undefined,
        asOf: june(5),
      }),
    )
    expect(wild.endTotal).toEqual({ low: MAX_CREDITS, mid: MAX_CREDITS, high: MAX_CREDITS })
  })
})

describe('the run-out', () => {
  const runOut = (of: Parameters<typeof forecastOf>[0]) => forecasted(forecastOf(of)).runOut

  it('is none without a limit', () => {
    expect(runOut({ perDay: steady, asOf: june(10) })).toEqual({ kind: 'no-limit' })
  })

  it('has been when nothing is at hand', () => {
    expect(runOut({ perDay: steady, asOf: june(10), atHand: 0 })).toEqual({ kind: 'already' })
  })

  it('is at the hour at which steady use gets there', () => {
    // 90 used by the 10th at 0:00; 25 more last two and a half days.
    const at = june(12, 12)
    expect(runOut({ perDay: steady, asOf: june(10), atHand: 25 })).toEqual({
      kind: 'expected',
      at,
      earliest: at,
      latest: at,
    })
  })

  it('skips the weekend that uses nothing', () => {
    // The 12th is a Friday: 5 credits past it are used on Monday by noon.
    const at = june(15, 12)
    expect(runOut({ perDay: workdays, asOf: june(12), atHand: 15 })).toEqual({
      kind: 'expected',
      at,
      earliest: at,
      latest: at,
    })
  })

  it('is not in this cycle when the pace is too slow', () => {
    expect(runOut({ perDay: steady, asOf: june(10), atHand: 211 })).toEqual({
      kind: 'not-this-cycle',
    })
  })

  it('is in this cycle also when only the last credit gets there', () => {
    expect(runOut({ perDay: steady, asOf: june(10), atHand: 210 })).toMatchObject({
      kind: 'expected',
      at: JUNE.end - 1,
    })
  })

  it('is only possible when the range gets there and the middle does not', () => {
    const of = { perDay: restless, asOf: june(10) }
    const { endTotal } = forecasted(forecastOf(of))
    const atHand = endTotal.mid - 100 + 10
    const possible = runOut({ ...of, atHand })
    expect(possible.kind).toBe('possible')
  })

  it('has no latest time when the slower path stays below the limit', () => {
    const of = { perDay: restless, asOf: june(10) }
    const expected = runOut({ ...of, atHand: 190 })
    expect(expected).toEqual({
      kind: 'expected',
      at: expect.any(Number),
      earliest: expect.any(Number),
    })
  })
})

describe('in odd zones', () => {
  test.each([
    { zone: 'Asia/Kathmandu', anchor: '2026-06-15', days: 30 },
    { zone: 'Australia/Lord_Howe', anchor: '2026-03-20', days: 31 },
    { zone: 'America/Sao_Paulo', anchor: '2018-10-20', days: 31 },
    { zone: 'Africa/Cairo', anchor: '2026-04-10', days: 30 },
    { zone: 'Pacific/Apia', anchor: '2011-12-10', days: 30 },
  ])('$zone counts its own days, however long', ({ zone, anchor, days }) => {
    const cycle = cycleOfIndex({ anchor, zone }, 0)
    const [first] = daysOf(cycle, zone)
    const asOf = first?.end ?? 0
    const { endTotal, path } = forecasted(forecastOf({ perDay: steady, asOf, cycle, zone }))
    expect(endTotal).toEqual({ low: 10 * days, mid: 10 * days, high: 10 * days })
    expect(path).toHaveLength(days - 1)
    expect(path.at(-1)?.end).toBe(cycle.end)
  })
})
