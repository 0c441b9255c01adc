import { describe, expect, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import { axeViolations, settled, sidewaysScroll } from './support/checks.ts'
import { serverForTests } from './support/server.ts'
import { visitsOf } from './support/visits.ts'

const PAGES = [
  '/',
  '/ai-credits',
  '/ai-credits/usage',
  '/flows',
  '/api-calls',
  '/assistant',
  '/no-such-page',
]
const THEMES = ['light', 'dark'] as const
const WIDTHS = [360, 1280]

const server = serverForTests()
const browser = browserForTests()
const visit = visitsOf(browser, server.address)

describe.for(THEMES)('in the %s theme', (theme) => {
  it.for(PAGES)('%s has no violation, wide or narrow, and never scrolls sideways', async (path) => {
    const page = await visit(path, { theme, as: 'billing' })
    await settled(page)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      await settled(page)
      expect.soft(await sidewaysScroll(page), `${width} px`).toBe(0)
      expect.soft(await axeViolations(page), `${width} px`).toEqual([])
    }
  })

  it.for(WIDTHS)('the question before a switch has no violation at %i px', async (width) => {
    const page = await visit('/flows', { theme, as: 'billing', width })
    await page.getByRole('switch', { name: 'Pay-as-you-go for Flows credits' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('Cost so far in this cycle').waitFor()
    expect.soft(await sidewaysScroll(page)).toBe(0)
    expect.soft(await axeViolations(page)).toEqual([])
  })
})
