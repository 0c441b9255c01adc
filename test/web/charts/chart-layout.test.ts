import { describe, expect, test } from 'vitest'
import { daysOf } from '#shared/credits/cycle.ts'
import { chartLayout, heightAt } from '#web/charts/chart-layout.ts'
import { chartRows } from '#web/charts/chart-rows.ts'
import { dayMarks } from '#web/charts/day-marks.ts'
import { lineLabels } from '#web/charts/line-labels.ts'
import { scaleTo } from '#web/charts/scale.ts'
import { labelledDays, positionOf } from '#web/charts/time-axis.ts'
import { at } from '../format/usage-of.ts'
import { AS_OF, CYCLE, chartUsage, forecastOf } from './chart-usage.ts'

describe('scale', () => {
  test.each([
    ['nothing', 0, 2, { top: 1, ticks: [0] }],
    ['one credit', 1, 2, { top: 1, ticks: [0, 1] }],
    ['credits are whole', 3, 4, { top: 3, ticks: [0, 1, 2, 3] }],
    ['two and a half only where whole', 26, 4, { top: 26, ticks: [0, 10, 20] }],
    ['hundreds', 2_200, 2, { top: 2_200, ticks: [0, 1_000, 2_000] }],
    ['quarters', 1_100, 4, { top: 1_100, ticks: [0, 250, 500, 750, 1_000] }],
    [
      'millions',
      11_000_000,
      4,
      { top: 11_000_000, ticks: [0, 2_500_000, 5_000_000, 7_500_000, 10_000_000] },
    ],
  ])('%s', (_case, max, lines, scale) => {
    expect(scaleTo(max, lines)).toEqual(scale)
  })
})

describe('time axis', () => {
  const zone = 'Europe/Berlin'
  const october = daysOf(
    { start: at('2025-10-24T22:00:00Z'), end: at('2025-10-27T23:00:00Z') },
    zone,
  )

  test('days are of equal width, also the one of 25 hours', () => {
    expect(october.map((day) => (day.end - day.start) / 3_600_000)).toEqual([24, 25, 24])
    expect(positionOf(at('2025-10-25T10:00:00Z'), october)).toBe(0.5)
    expect(positionOf(at('2025-10-26T10:30:00Z'), october)).toBe(1.5)
    expect(positionOf(at('2025-10-26T23:00:00Z'), october)).toBe(2)
  })

  test('what is outside stands at the nearer end', () => {
    expect(positionOf(at('2025-01-01T00:00:00Z'), october)).toBe(0)
    expect(positionOf(at('2026-01-01T00:00:00Z'), october)).toBe(3)
  })

  test.each([
    ['all where there is room', 1_500, 30],
    ['every other', 700, 15],
    ['a week apart', 300, 5],
    ['two weeks apart', 130, 3],
  ])('days are named: %s', (_case, width, count) => {
    const days = daysOf(CYCLE, zone)
    expect(labelledDays(days, width)).toHaveLength(count)
  })

  test('the month is named where it begins and where it changes', () => {
    const days = daysOf(
      { start: at('2025-11-16T23:00:00Z'), end: at('2025-12-16T23:00:00Z') },
      zone,
    )
    const named = labelledDays(days, 300).flatMap((day) => (day.named ? [day.date] : []))
    expect(named).toEqual(['2025-11-17', '2025-12-01'])
  })
})

describe('marks', () => {
  const mark = (kind: 'switched-on' | 'blocks-bought', day: number) => ({
    at: CYCLE.start + (day - 1) * 86_400_000,
    kind,
    label: kind,
  })

  test('of days too close together the decision is shown, not what followed', () => {
    const marks = [mark('blocks-bought', 3), mark('switched-on', 4), mark('blocks-bought', 5)]
    const { days } = chartRows(chartUsage({ days: [], over: { marks } }), {
      cycle: CYCLE,
      asOf: AS_OF,
    })
    expect(dayMarks(days, 8)).toEqual([{ index: 3, kind: 'switched-on' }])
    expect(dayMarks(days, 20).map((shown) => shown.index)).toEqual([2, 3, 4])
  })
})

describe('layout', () => {
  const DAYS = Array.from({ length: 5 }, () => ({ connector: 40, http: 10 }))

  function layoutOf(options: { limit: number; perDay?: number; width?: number }) {
    const { limit, perDay = 50, width = 600 } = options
    const over = {
      standing: { allowance: { kind: 'limited', credits: limit } },
      forecast: forecastOf({ used: 250, perDay }),
    } as const
    const rows = chartRows(chartUsage({ days: DAYS, over }), { cycle: CYCLE, asOf: AS_OF })
    return { rows, layout: chartLayout(rows, width, 'card') }
  }

  test('both axes start at zero, each on its own scale', () => {
    const { layout } = layoutOf({ limit: 2_000 })
    expect(layout.total.scale.ticks[0]).toBe(0)
    expect(layout.day.scale).toEqual({ top: 50, ticks: [0, 50] })
    expect(heightAt(0, layout.total)).toBe(layout.total.top + layout.total.height)
  })

  test('the limit, what is used and what is expected are all on the drawing', () => {
    for (const limit of [100, 260, 2_000, 100_000]) {
      const { rows, layout } = layoutOf({ limit })
      for (const value of [limit, rows.used, rows.endTotal?.mid ?? 0]) {
        expect(heightAt(value, layout.total)).toBeGreaterThanOrEqual(layout.total.top)
      }
    }
  })

  test.each([280, 320, 600, 1_600])('at %d px no two labels lie on each other', (width) => {
    for (const limit of [60, 100, 240, 255, 300, 1_000, 1_500, 50_000]) {
      for (const perDay of [0, 5, 50, 300]) {
        const { rows, layout } = layoutOf({ limit, perDay, width })
        const boxes = lineLabels(rows, layout).map((label) => {
          const length = label.text.length * 6
          const left = label.goes === 'right' ? label.x : label.x - length
          return { of: label.of, left, right: left + length, y: label.y }
        })
        for (const a of boxes) {
          for (const b of boxes) {
            if (a.of >= b.of) continue
            const apart = a.right <= b.left || b.right <= a.left || Math.abs(a.y - b.y) >= 10
            expect(apart, `${a.of} on ${b.of}, limit ${limit}, ${perDay} a day`).toBe(true)
          }
        }
      }
    }
  })
})
