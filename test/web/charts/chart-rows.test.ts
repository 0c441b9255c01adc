import { describe, expect, test } from 'vitest'
import { bandsOf } from '#web/charts/bands.ts'
import { chartRows } from '#web/charts/chart-rows.ts'
import { at, DEPLETED, membersHolder } from '../format/usage-of.ts'
import { AS_OF, CYCLE, chartUsage, forecastOf } from './chart-usage.ts'

const NOW = { cycle: CYCLE, asOf: AS_OF }
const FOUR_DAYS = [{ connector: 30, http: 10 }, { connector: 20 }, {}, { http: 40 }, { http: 5 }]

function kindsOf(credits: Record<string, number>) {
  return Object.entries(credits).map(([kind, amount]) => ({ kind, label: kind, credits: amount }))
}

describe('bands', () => {
  test('the five largest, largest first, and the rest as one', () => {
    const bands = bandsOf(kindsOf({ a: 1, b: 70, c: 3, d: 40, e: 5, f: 60, g: 50, h: 0 }))
    expect(bands).toEqual([
      { tint: '1', label: 'b', credits: 70, kind: 'b', kinds: ['b'] },
      { tint: '2', label: 'f', credits: 60, kind: 'f', kinds: ['f'] },
      { tint: '3', label: 'g', credits: 50, kind: 'g', kinds: ['g'] },
      { tint: '4', label: 'd', credits: 40, kind: 'd', kinds: ['d'] },
      { tint: '5', label: 'e', credits: 5, kind: 'e', kinds: ['e'] },
      { tint: 'other', label: '2 other kinds', credits: 4, kinds: ['c', 'a'] },
    ])
  })

  test('a rest of one kind keeps its name', () => {
    const bands = bandsOf(kindsOf({ a: 6, b: 5, c: 4, d: 3, e: 2, f: 1 }))
    expect(bands.at(-1)).toEqual({
      tint: 'other',
      label: 'f',
      credits: 1,
      kind: 'f',
      kinds: ['f'],
    })
  })

  test('kinds of the same size keep one order, whatever order they come in', () => {
    const names = (credits: Record<string, number>) => bandsOf(kindsOf(credits)).map((b) => b.label)
    expect(names({ b: 1, a: 1 })).toEqual(names({ a: 1, b: 1 }))
  })

  test('no use, no bands', () => {
    expect(bandsOf([])).toEqual([])
    expect(bandsOf(kindsOf({ a: 0 }))).toEqual([])
  })
})

describe('days', () => {
  test('past, today and to come', () => {
    const rows = chartRows(chartUsage({ days: FOUR_DAYS }), NOW)
    expect(
      rows.days.slice(3, 6).map(({ date, when, parts, total, cumulative }) => ({
        date,
        when,
        parts,
        total,
        cumulative,
      })),
    ).toEqual([
      { date: '2025-11-04', when: 'past', parts: [40, 0], total: 40, cumulative: 100 },
      { date: '2025-11-05', when: 'today', parts: [5, 0], total: 5, cumulative: 105 },
      { date: '2025-11-06', when: 'to-come', parts: [0, 0], total: 0, cumulative: undefined },
    ])
    expect(rows.now).toBe(4.5)
  })

  test('parts sum to the day, days to the cycle, and bands to it too, also when folded', () => {
    const days = Array.from({ length: 5 }, (_, day) =>
      Object.fromEntries('abcdefgh'.split('').map((kind, nth) => [kind, (nth + 1) * (day + 2)])),
    )
    const rows = chartRows(chartUsage({ days }), NOW)
    for (const day of rows.days) {
      expect(day.parts.reduce((sum, part) => sum + part, 0)).toBe(day.total)
    }
    const total = rows.days.reduce((sum, day) => sum + day.total, 0)
    expect(total).toBe(rows.used)
    expect(rows.bands.reduce((sum, band) => sum + band.credits, 0)).toBe(rows.used)
    expect(rows.bands).toHaveLength(6)
  })

  test('marks belong to the day they fall on, from its first instant', () => {
    const marks = [
      { at: at('2025-11-02T22:59:59Z'), kind: 'switched-on', label: 'On' },
      { at: at('2025-11-02T23:00:00Z'), kind: 'bonus-bought', label: 'Bonus' },
    ] as const
    const rows = chartRows(chartUsage({ days: FOUR_DAYS, over: { marks: [...marks] } }), NOW)
    expect(rows.days.map((day) => day.marks.length).slice(0, 4)).toEqual([0, 1, 1, 0])
  })
})

describe('path', () => {
  test('the line ends now, not at the end of today, and the forecast hangs on it', () => {
    const forecast = forecastOf({ used: 105, perDay: 20 })
    const { path } = chartRows(chartUsage({ days: FOUR_DAYS, over: { forecast } }), NOW)
    expect(path.slice(0, 8)).toEqual([
      { x: 0, used: 0 },
      { x: 1, used: 40 },
      { x: 2, used: 60 },
      { x: 3, used: 60 },
      { x: 4, used: 100 },
      { x: 4.5, used: 105, mid: 105, range: [105, 105] },
      { x: 5, mid: 125, range: [115, 135] },
      { x: 6, mid: 145, range: [135, 155] },
    ])
    expect(path.at(-1)).toEqual({ x: 30, mid: 625, range: [615, 635] })
  })

  test('past the limit from the very point where it is crossed', () => {
    const standing = { allowance: { kind: 'limited', credits: 80 } } as const
    const { path, limit } = chartRows(chartUsage({ days: FOUR_DAYS, over: { standing } }), NOW)
    expect(limit).toBe(80)
    expect(path.slice(3)).toEqual([
      { x: 3, used: 60 },
      { x: 3.5, used: 80, past: [80, 80] },
      { x: 4, used: 100, past: [80, 100] },
      { x: 4.5, used: 105, past: [80, 105] },
    ])
  })

  test('exactly at the limit is not past it', () => {
    const standing = { allowance: { kind: 'limited', credits: 105 } } as const
    const { path } = chartRows(chartUsage({ days: FOUR_DAYS, over: { standing } }), NOW)
    expect(path.filter((point) => point.past)).toEqual([])
  })

  test.each([
    ['pay-as-you-go', { included: 80, payAsYouGo: 20, bonus: 5, uncovered: 2 }],
    ['bonus', { included: 80, bonus: 5, uncovered: 2 }],
    ['uncovered', { included: 80, uncovered: 2 }],
    ['none', { included: 80 }],
  ] as const)('what is past the limit is %s', (pastLimit, buckets) => {
    expect(chartRows(chartUsage({ days: FOUR_DAYS, over: { buckets } }), NOW).pastLimit).toBe(
      pastLimit,
    )
  })
})

describe('what is not drawn', () => {
  const forecast = forecastOf({ used: 105, perDay: 20 })

  test('no forecast while new work is refused', () => {
    const rows = chartRows(
      chartUsage({ days: FOUR_DAYS, over: { forecast, standing: DEPLETED } }),
      NOW,
    )
    expect(rows.endTotal).toBeUndefined()
    expect(rows.path.filter((point) => point.range)).toEqual([])
  })

  test('but for the sum of all members, whatever a single one may do', () => {
    const holder = membersHolder({ open: 3, paused: 1 })
    const rows = chartRows(
      chartUsage({ days: FOUR_DAYS, over: { forecast, standing: DEPLETED, holder } }),
      NOW,
    )
    expect(rows.endTotal).toEqual(forecast.endTotal)
  })

  test('but not where every single one is stopped', () => {
    const holder = membersHolder({ paused: 1 })
    const rows = chartRows(
      chartUsage({ days: FOUR_DAYS, over: { forecast, standing: DEPLETED, holder } }),
      NOW,
    )
    expect(rows.endTotal).toBeUndefined()
  })

  test('a cycle that is over has no present and no forecast', () => {
    const asOf = at('2025-12-10T00:00:00Z')
    const usage = chartUsage({ days: FOUR_DAYS, asOf, over: { forecast: { kind: 'closed' } } })
    const rows = chartRows(usage, { cycle: CYCLE, asOf })
    expect(rows.now).toBeUndefined()
    expect(rows.path.at(-1)).toEqual({ x: 30, used: 105 })
    expect(rows.days.every((day) => day.when === 'past')).toBe(true)
  })

  test('no limit', () => {
    const standing = { allowance: { kind: 'unlimited' }, left: { kind: 'unlimited' } } as const
    const rows = chartRows(chartUsage({ days: FOUR_DAYS, over: { standing } }), NOW)
    expect('limit' in rows).toBe(false)
  })

  test('an empty cycle is a line at zero', () => {
    const rows = chartRows(chartUsage({ days: [] }), NOW)
    expect(rows.bands).toEqual([])
    expect(rows.used).toBe(0)
    expect(rows.path.at(-1)).toEqual({ x: 4.5, used: 0 })
  })
})
