import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { SCENARIOS, type ScenarioName } from '#shared/demo/scenarios.ts'
import { browserForTests } from '#test/support/browser.ts'
import { ready } from './support/checks.ts'
import { previewForTests } from './support/preview.ts'
import { visitsOf } from './support/visits.ts'

/** Its team, and what the page says of it first. */
const SHOWN: Record<ScenarioName, [team: string, words: string | RegExp]> = {
  example: ['Tidewater Labs', '3 members have run out of AI credits.'],
  fresh: ['Fresh Start', '3 of 100 used'],
  healthy: ['Tidewater Labs', '41 of 100 used'],
  warning: ['Tidewater Labs', '78 of 100 used'],
  paused: ['Tidewater Labs', 'Paused for 8 members'],
  'pay-as-you-go': ['Tidewater Labs', '4,120 of 100 used'],
  'flows-suspended': ['Tidewater Labs', 'Suspended'],
  free: ['Side Project', '19 of 25 used'],
  enterprise: ['Meridian Group', '388 of 500 used'],
  crowd: ['Continental Works', /(across|of) 100,000 members/],
  empty: ['Blank Page', '0 of 100 used'],
}

const preview = previewForTests()
const browser = browserForTests()
const visit = visitsOf(browser, preview)

describe('the preview on mocks', () => {
  it.for(SCENARIOS)('shows the scenario %s on every page', async (scenario) => {
    const [team, words] = SHOWN[scenario]
    const page = await visit(`/?scenario=${scenario}&as=billing`)
    if (scenario === 'crowd') page.setDefaultTimeout(40_000)
    await ready(page)
    await page.getByRole('banner').getByText(team).waitFor()
    await page.getByText(words).first().waitFor()
    for (const name of ['Flows', 'AI credits', 'API calls', 'Assistant']) {
      await page.getByRole('navigation').getByRole('link', { name }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await ready(page)
      expect(await page.getByRole('alert').count()).toBe(0)
    }
  })

  it('takes the viewer from the address', async () => {
    const page = await visit('/?scenario=healthy&as=member')
    await ready(page)
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual([
      'Resource usage',
      'AI credits',
    ])
    expect(await page.getByRole('switch').getAttribute('aria-disabled')).toBe('true')
    await option(page, 'Viewer', 'Billing')
    await page.getByRole('navigation').getByRole('link', { name: 'Flows' }).waitFor()
    const flows = page.getByRole('switch', { name: 'Pay-as-you-go for Flows credits' })
    await flows.waitFor()
    expect(await flows.getAttribute('aria-disabled')).not.toBe('true')
    await page.reload()
    await page.getByRole('navigation').getByRole('link', { name: 'Flows' }).waitFor()
  })

  it('has switches that really work', async () => {
    const page = await visit('/?scenario=flows-suspended&as=billing')
    await ready(page)
    const card = page.getByRole('region', { name: 'Flows credits', exact: true })
    await card.getByText('Suspended', { exact: true }).waitFor()
    await card.getByRole('switch').click()
    await page.getByRole('button', { name: 'Turn on' }).click()
    await card.getByText('On pay-as-you-go', { exact: true }).waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Flows' }).click()
    await page.getByRole('heading', { level: 1, name: 'Flows credits' }).waitFor()
    await page.getByRole('switch', { checked: true }).waitFor()
  })

  it('goes through scenarios, the clock and faults from its bar', async () => {
    const page = await visit('/?scenario=healthy&as=billing', { expects: /500|Failed to load/ })
    await ready(page)
    await option(page, 'Scenario', 'Free plan')
    await page.getByRole('banner').getByText('Side Project').waitFor()
    await ready(page)

    const asOf = page.getByText(/^As of/)
    const before = await asOf.textContent()
    await option(page, 'Clock', 'In 14 days')
    await expect.poll(() => asOf.textContent()).not.toBe(before)
    await option(page, 'Clock', 'Now')

    await option(page, 'Faults', 'Every request fails')
    await page.reload()
    await page.getByRole('alert').getByText('Something went wrong on our side').waitFor()
    await option(page, 'Faults', 'None')
    await page.getByText('19 of 25 used', { exact: true }).waitFor()

    await option(page, 'Faults', 'Offline')
    await page.reload()
    await page.getByRole('alert').getByText('The server can’t be reached').waitFor()
    await option(page, 'Faults', 'Slow answers')
    await page.reload()
    await page.getByRole('status', { name: 'Loading Headroom' }).waitFor()
    await page.getByText('19 of 25 used', { exact: true }).waitFor()
  })

  it('has a part that fails say so, while the rest stands', async () => {
    const page = await visit('/flows?scenario=example&as=billing', {
      expects: /500|Failed to load/,
    })
    await ready(page)
    await option(page, 'Faults', 'Every request fails')
    await page.getByRole('navigation').getByRole('link', { name: 'Assistant' }).click()
    const failed = page.getByRole('alert').first()
    await failed.getByText('Something went wrong on our side').waitFor()
    await page.getByRole('navigation').waitFor()
    await option(page, 'Faults', 'None')
    await page.getByText('262 of 500 used').waitFor()
  })
})

describe('100,000 members', () => {
  it('scroll past the first pages with few rows drawn, and are searched in a moment', async () => {
    const page = await visit('/ai-credits?scenario=crowd&as=billing')
    // So many are made up in the page itself.
    page.setDefaultTimeout(40_000)
    await ready(page)
    const matching = page.getByRole('search').getByRole('status')
    await expect.poll(() => matching.textContent()).toBe('100,000 members')
    const first = await rowsShown(page)
    for (let turns = 0; turns < 12; turns++) {
      await page.mouse.wheel(0, 2_000)
      await page.waitForTimeout(60)
    }
    await expect.poll(async () => (await rowsShown(page)).from).toBeGreaterThan(first.to + 200)
    expect((await rowsShown(page)).drawn).toBeLessThan(80)
    const head = page.getByRole('columnheader', { name: 'Percent' })
    expect(await head.evaluate((cell) => cell.getBoundingClientRect().top)).toBeGreaterThanOrEqual(
      0,
    )

    const name = await page.getByRole('rowheader').last().locator('span').first().textContent()
    await page.getByRole('searchbox').fill(name ?? '')
    await expect.poll(() => page.getByRole('rowheader').first().textContent()).toContain(name)
    expect(await matching.textContent()).not.toBe('100,000 members')
  })
})

/** Chooses in the preview bar. */
async function option(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole('complementary', { name: 'Preview' }).getByLabel(label).selectOption(name)
}

async function rowsShown(page: Page): Promise<{ from: number; to: number; drawn: number }> {
  return page.locator('tbody tr').evaluateAll((rows) => {
    const places = rows.map((row) => Number(row.getAttribute('aria-rowindex')))
    return { from: Math.min(...places), to: Math.max(...places), drawn: rows.length }
  })
}
