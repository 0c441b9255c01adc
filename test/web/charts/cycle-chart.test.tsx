import { render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ResourceUsage } from '#shared/contract/usage.ts'
import { CycleChart } from '#web/charts/cycle-chart.tsx'
import { at } from '../format/usage-of.ts'
import { AS_OF, CYCLE, chartUsage, forecastOf, ZONE } from './chart-usage.ts'

const DAYS = [{ connector: 30, http: 10 }, { connector: 20 }, {}, { http: 40 }, { http: 5 }]
const USAGE = chartUsage({
  days: DAYS,
  over: {
    forecast: forecastOf({ used: 105, perDay: 20 }),
    marks: [
      {
        at: at('2025-11-04T10:00:00Z'),
        kind: 'switched-on',
        label: 'Rosa turned pay-as-you-go on',
      },
    ],
  },
})

/** jsdom lays nothing out: a chart has the width that is given here. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(
    new DOMRect(0, 0, 640, 400),
  )
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
})

afterEach(() => {
  vi.unstubAllGlobals()
})

function show(
  usage: ResourceUsage,
  props: { onSelectBar?: (bar: unknown) => void; asOf?: number } = {},
) {
  render(<CycleChart usage={usage} cycle={CYCLE} asOf={AS_OF} zone={ZONE} size="card" {...props} />)
}

test('the drawing is told in words', () => {
  show(USAGE)
  expect(screen.getByRole('img').getAttribute('aria-label')).toBe(
    'Flows credits, 1–30 Nov: 105 of 2,000 credits used. Most by Http, 55. The busiest day was Sat 1 Nov with 40. At this pace about 625 by the end (615–635).',
  )
})

test('lines and tints are named on the spot', () => {
  show(USAGE)
  for (const label of ['Limit 2,000', '105 used', 'about 625', 'Today', 'Each day']) {
    expect(screen.getByText(label)).toBeDefined()
  }
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'Http 55',
    'Connector 50',
  ])
})

describe('by keyboard', () => {
  test('arrow keys walk along the days and announce each', async () => {
    show(USAGE)
    const user = userEvent.setup()
    await user.tab()
    await user.tab()
    const walker = screen.getByRole('slider', { name: 'Days of the cycle' })
    expect(document.activeElement).toBe(walker)
    expect(walker.getAttribute('aria-valuenow')).toBe('5')
    const told = () => walker.getAttribute('aria-valuetext')
    expect(told()).toBe('Wed 5 Nov, today: 5 credits. Http 5. 105 so far.')
    await user.keyboard('{ArrowLeft}')
    expect(told()).toBe('Tue 4 Nov: 40 credits. Http 40. 100 so far. Rosa turned pay-as-you-go on.')
    await user.keyboard('{ArrowLeft}')
    expect(told()).toBe('Mon 3 Nov: nothing used. 60 so far.')
    await user.keyboard('{End}')
    expect(told()).toBe('Sun 30 Nov, still to come: about 625 by its end (615–635).')
    await user.keyboard('{ArrowRight}')
    expect(walker.getAttribute('aria-valuenow')).toBe('30')
    await user.keyboard('{Home}')
    expect(told()).toBe('Sat 1 Nov: 40 credits. Http 10, Connector 30. 40 so far.')
  })

  test('Enter selects a day with use, and no other', async () => {
    const selected: unknown[] = []
    show(USAGE, { onSelectBar: (bar) => selected.push(bar) })
    const user = userEvent.setup()
    screen.getByRole('slider').focus()
    await user.keyboard('{Home}{Enter}{ArrowRight}{ArrowRight}{Enter}{End}{Enter}')
    expect(selected).toEqual([
      { date: '2025-11-01', start: CYCLE.start, end: CYCLE.start + 86_400_000 },
    ])
  })

  test('T turns to the table and back, and the focus goes along', async () => {
    show(USAGE)
    const user = userEvent.setup()
    screen.getByRole('slider').focus()
    await user.keyboard('t')
    const name = 'Flows credits by day, 1–30 Nov'
    expect(screen.getByRole('table', { name })).toBeDefined()
    expect(document.activeElement).toBe(screen.getByRole('region', { name }))
    await user.keyboard('t')
    expect(document.activeElement).toBe(screen.getByRole('slider'))
  })
})

describe('table', () => {
  async function openTable(usage: ResourceUsage) {
    show(usage)
    await userEvent.setup().click(screen.getByRole('button', { name: 'Show table' }))
    const rows = within(screen.getByRole('table')).getAllByRole('row')
    return rows.map((row) => Array.from(row.children, (cell) => cell.textContent))
  }

  test('has every kind, what is expected, what happened, and the total', async () => {
    const rows = await openTable(USAGE)
    expect(rows.slice(0, 7)).toEqual([
      ['Day', 'Connector', 'Http', 'Used', 'So far', 'Expected', 'Happened'],
      ['Sat 1 Nov', '30', '10', '40', '40', '', ''],
      ['Sun 2 Nov', '20', '0', '20', '60', '', ''],
      ['Mon 3 Nov', '0', '0', '0', '60', '', ''],
      ['Tue 4 Nov', '0', '40', '40', '100', '', 'Rosa turned pay-as-you-go on'],
      ['Wed 5 Nov', '0', '5', '5', '105', 'about 125 (115–135)', ''],
      ['Thu 6 Nov', '', '', '', '', 'about 145 (135–155)', ''],
    ])
    expect(rows.at(-1)).toEqual(['Total', '50', '55', '105', '', '', ''])
    expect(rows).toHaveLength(32)
  })

  test('columns sum to the total row, also for kinds that the chart folds', async () => {
    const kinds = 'abcdefgh'.split('')
    const days = [1, 2, 3].map((day) =>
      Object.fromEntries(kinds.map((kind, i) => [kind, day * (i + 1)])),
    )
    const rows = await openTable(chartUsage({ days }))
    const body = rows.slice(1, -1)
    const total = rows.at(-1) ?? []
    for (const column of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const sum = body.reduce((all, row) => all + Number(row[column]), 0)
      expect(String(sum)).toBe(total[column])
    }
  })
})

test('an empty cycle shows its axes and a sentence', () => {
  show(chartUsage({ days: [] }))
  expect(screen.getByText('No credits used in this cycle yet.')).toBeDefined()
  expect(screen.getByText('Limit 2,000')).toBeDefined()
  expect(screen.getByText('1 Nov')).toBeDefined()
})

test('a cycle that is over says so', () => {
  const asOf = at('2025-12-10T00:00:00Z')
  const forecast = { kind: 'closed' } as const
  show(chartUsage({ days: [], asOf, over: { forecast } }), { asOf })
  expect(screen.getByText('No credits were used in this cycle.')).toBeDefined()
  expect(screen.queryByText('Today')).toBeNull()
})
