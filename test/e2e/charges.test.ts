import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chargesReplySchema } from '#shared/contract/charge.ts'
import { resourceReplySchema } from '#shared/contract/resource.ts'
import { browserForTests } from '#test/support/browser.ts'
import { ready } from './support/checks.ts'
import { serverForTests } from './support/server.ts'
import { visitsOf } from './support/visits.ts'

const FLOWS = '/api/v1/teams/tidewater/resources/flows'

const server = serverForTests()
const browser = browserForTests()
const visit = visitsOf(browser, server.address)

describe('the charges behind a bar', () => {
  it('a clicked bar shows its day, and each charge explains itself', async () => {
    const page = await visit('/flows', { as: 'admin' })
    await ready(page)
    const day = await busiestDay(page)
    const bar = await placeOfDay(page, day.index)
    await page.mouse.click(bar.x, bar.y)
    await page.getByText(/^\d+ charges?, /).waitFor()
    await expect.poll(() => new URL(page.url()).searchParams.get('day')).toBe(day.date)
    const kind = new URL(page.url()).searchParams.get('kind')
    const expected = await chargesOf(page, { from: day.start, to: day.end, kind })
    const { charges, credits } = expected.matching
    await page
      .getByText(`${charges} ${charges === 1 ? 'charge' : 'charges'}, ${credits} `)
      .waitFor()
    const [first] = expected.charges
    const table = page.getByRole('table', { name: 'Charges, newest first' })
    await table
      .getByRole('button', { name: first?.explanation ?? '' })
      .first()
      .waitFor()
    expect(first?.explanation).toMatch(/^[\d,]+ × .+ at [\d,]+ credits?, card of .+ = [\d,]+$/)
  })

  it('by keyboard too: to the busiest day, Enter, open the charge, take the filter away', async () => {
    const page = await visit('/flows', { as: 'admin' })
    await ready(page)
    const day = await busiestDay(page)
    const walker = page.getByRole('slider', { name: 'Days of the cycle' })
    await walker.focus()
    await page.keyboard.press('Home')
    for (let at = 0; at < day.index; at++) await page.keyboard.press('ArrowRight')
    expect(await walker.getAttribute('aria-valuetext')).toContain(`${day.credits} credits`)
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).searchParams.get('day')).toBe(day.date)
    const expected = await chargesOf(page, { from: day.start, to: day.end, kind: null })
    expect(expected.matching.credits).toBe(day.credits)
    await page.getByText(`${expected.matching.charges} charges, ${day.credits} `).waitFor()

    // The focus went along: the filter, then the first charge, are the next stops.
    const remove = page.getByRole('list', { name: 'Charges are narrowed by' }).getByRole('button')
    await page.keyboard.press('Tab')
    await expectFocus(remove)
    await page.keyboard.press('Tab')
    const charge = page.getByRole('table', { name: 'Charges, newest first' }).getByRole('button')
    await expectFocus(charge.first())
    await page.keyboard.press('Enter')
    await page.getByText('The event as it was taken').waitFor()
    await remove.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).searchParams.has('day')).toBe(false)
  })

  it('a touched day shows itself first, and its charges at the second touch', async () => {
    const page = await visit('/flows', { as: 'admin', width: 360 })
    await ready(page)
    const day = await busiestDay(page)
    await page.getByRole('slider', { name: 'Days of the cycle' }).scrollIntoViewIfNeeded()
    const bar = await placeOfDay(page, day.index)
    await touch(page, bar)
    await page.getByText('In the cycle so far').nth(1).waitFor()
    expect(new URL(page.url()).searchParams.has('day')).toBe(false)
    await touch(page, bar)
    await expect.poll(() => new URL(page.url()).searchParams.get('day')).toBe(day.date)
  })
})

describe('one number', () => {
  it('is the same on the card, on the page, in the API and in the table twin', async () => {
    const page = await visit('/', { as: 'admin' })
    await ready(page)
    const { usage } = resourceReplySchema.parse(await (await page.request.get(FLOWS)).json())
    const { used } = usage.standing
    const inWords = used.toLocaleString('en-GB')
    const card = page.getByRole('region', { name: 'Flows credits', exact: true })
    const onCard = card.getByRole('meter', { name: 'Flows credits used' })
    expect(await onCard.getAttribute('aria-valuetext')).toContain(`${inWords} of 100 used`)

    await card.getByRole('link', { name: 'Flows credits' }).click()
    await page.getByRole('heading', { level: 1, name: 'Flows credits' }).waitFor()
    await page.getByRole('button', { name: 'Show table' }).click()
    const twin = page.getByRole('table', { name: /^Flows credits by day/ })
    const rows = await tableOf(twin)
    const head = rows[0] ?? []
    const total = rows.at(-1) ?? []
    const usedAt = head.indexOf('Used')
    expect(total[usedAt]).toBe(inWords)
    for (const column of [usedAt, ...usage.series.kinds.map(({ label }) => head.indexOf(label))]) {
      const days = rows.slice(1, -1).map((row) => numberOf(row[column]))
      expect(sum(days), head[column]).toBe(numberOf(total[column]))
    }
    const broken = await tableOf(page.getByRole('table', { name: 'Use by kind' }))
    expect(broken.at(-1)).toContain(inWords)
    await page.getByText(new RegExp(`charges, ${inWords} credits in all`)).waitFor()
    const all = await chargesOf(page, { kind: null })
    expect(all.matching.credits).toBe(used)
  })
})

type BusyDay = { index: number; date: string; start: number; end: number; credits: number }

/** The day of most use in the open cycle, from the API. */
async function busiestDay(page: Page): Promise<BusyDay> {
  const answer = await page.request.get(FLOWS)
  const { usage } = resourceReplySchema.parse(await answer.json())
  const days = usage.series.days.map((day, index) => {
    return { ...day, index, credits: sum(Object.values(day.byKind)) }
  })
  const [busiest] = days.toSorted((a, b) => b.credits - a.credits)
  if (!busiest) throw new Error('the cycle has no days')
  return busiest
}

async function chargesOf(
  page: Page,
  { kind, from, to }: { kind: string | null; from?: number; to?: number },
) {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ kind, from, to })) {
    if (value !== null && value !== undefined) query.set(name, String(value))
  }
  const answer = await page.request.get(`${FLOWS}/charges?${query}`)
  return chargesReplySchema.parse(await answer.json())
}

/** Low in the lower panel: within the bar of any day that has one. */
async function placeOfDay(page: Page, index: number): Promise<{ x: number; y: number }> {
  const walker = page.getByRole('slider', { name: 'Days of the cycle' })
  const box = await walker.boundingBox()
  const days = Number(await walker.getAttribute('aria-valuemax'))
  if (!box) throw new Error('the chart is not drawn')
  const bars = await page.locator('figure svg').nth(1).boundingBox()
  if (!bars) throw new Error('the bars are not drawn')
  return { x: box.x + (box.width * (index + 0.5)) / days, y: bars.y + bars.height - 12 }
}

async function touch(page: Page, { x, y }: { x: number; y: number }): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const touchPoints = [{ x, y }]
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

async function expectFocus(locator: Locator): Promise<void> {
  await expect
    .poll(() => locator.evaluate((element) => element === document.activeElement))
    .toBe(true)
}

async function tableOf(table: Locator): Promise<string[][]> {
  return table.evaluate((element) =>
    [...element.querySelectorAll('tr')].map((row) =>
      [...row.querySelectorAll('th, td')].map((cell) => cell.textContent ?? ''),
    ),
  )
}

/** An empty cell is of a day to come. */
function numberOf(cell: string | undefined): number {
  return Number((cell ?? '').replaceAll(',', ''))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, next) => total + next, 0)
}
