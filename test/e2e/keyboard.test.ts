import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import { ready } from './support/checks.ts'
import { serverForTests } from './support/server.ts'
import { visitsOf } from './support/visits.ts'

const server = serverForTests()
const browser = browserForTests()
const visit = visitsOf(browser, server.address)

describe('with a keyboard alone', () => {
  it('the first stop skips to the content', async () => {
    const page = await visit('/')
    await ready(page)
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to content' })
    await expectFocus(skip)
    expect(await skip.evaluate((link) => link.getBoundingClientRect().width)).toBeGreaterThan(50)
    await page.keyboard.press('Enter')
    await expectFocus(page.getByRole('main'))
    await page.keyboard.press('Tab')
    expect(await focusedIn(page.getByRole('main'))).toBe(true)
  })

  it('every stop shows where the focus is', async () => {
    const page = await visit('/', { as: 'billing' })
    await ready(page)
    const unseen: string[] = []
    const seen = new Set<number>()
    for (let stops = 0; stops < 60; stops++) {
      await page.keyboard.press('Tab')
      const stop = await page.evaluate(focusShown)
      if (stop.place < 0 || seen.has(stop.place)) break
      seen.add(stop.place)
      if (!stop.isShown) unseen.push(stop.name)
    }
    expect(seen.size).toBeGreaterThan(20)
    expect(unseen).toEqual([])
  })

  it('the pages are reached from the navigation, and the title says which one it is', async () => {
    const page = await visit('/')
    await ready(page)
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').first().focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Flows credits' }).waitFor()
    expect(await page.title()).toBe('Flows credits · Headroom')
    const current = page.getByRole('navigation').locator('[aria-current=page]')
    expect(await current.textContent()).toBe('Flows')
  })

  it('a cycle is picked, and all figures are of that cycle', async () => {
    const page = await visit('/flows')
    await ready(page)
    const picker = page.getByRole('combobox', { name: 'Billing cycle' })
    await picker.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('listbox').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).searchParams.has('cycle')).toBe(true)
    await expectFocus(picker)
    await page.getByText(/^Ended/).waitFor()
    expect(await page.getByRole('switch').count()).toBe(0)
    await page.goBack()
    await expect.poll(() => new URL(page.url()).searchParams.has('cycle')).toBe(false)
    await page.getByRole('switch').waitFor()
  })

  it('a switch asks: the focus stays in the question, and comes back to the switch', async () => {
    const page = await visit('/flows', { as: 'billing' })
    await ready(page)
    const control = page.getByRole('switch', { name: 'Pay-as-you-go for Flows credits' })
    await control.focus()
    await page.keyboard.press('Space')
    const dialog = page.getByRole('alertdialog')
    await dialog.getByText('Cost so far').waitFor()
    await expectFocus(dialog.getByRole('button', { name: 'Cancel' }))
    for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab', 'Shift+Tab']) {
      await page.keyboard.press(key)
      // The trap takes the focus back a moment after it has left.
      await expect.poll(() => focusedIn(dialog), { message: key }).toBe(true)
    }
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await expectFocus(control)
    expect(await control.isChecked()).toBe(true)
  })

  it('the chart is walked day by day, and T turns it to its table and back', async () => {
    const page = await visit('/flows')
    await ready(page)
    const walker = page.getByRole('slider', { name: 'Days of the cycle' })
    await walker.focus()
    const text = () => walker.getAttribute('aria-valuetext')
    const today = await text()
    expect(today).toContain('today')
    await page.keyboard.press('ArrowLeft')
    expect(await text()).not.toBe(today)
    await page.keyboard.press('End')
    expect(await text()).toMatch(/still to come/)
    await page.keyboard.press('t')
    const twin = page.getByRole('region', { name: /^Flows credits by day/ })
    await expectFocus(twin)
    await page.keyboard.press('t')
    await expectFocus(page.getByRole('slider', { name: 'Days of the cycle' }))
  })

  it('a menu is opened, left as it was, and used', async () => {
    const page = await visit('/')
    await ready(page)
    const menu = page.getByRole('button', { name: /^Theme/ })
    await menu.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('Escape')
    await expectFocus(menu)
    await page.keyboard.press('Enter')
    const dark = page.getByRole('menuitemradio', { name: 'Dark' })
    await expect.poll(() => focusedIn(page.getByRole('menu'))).toBe(true)
    await page.keyboard.press('End')
    await expectFocus(dark)
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.evaluate(() => document.documentElement.dataset.theme))
      .toBe('dark')
    await page.reload()
    await ready(page)
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  })
})

async function expectFocus(locator: Locator): Promise<void> {
  const isFocused = () => locator.evaluate((element) => element === document.activeElement)
  await expect.poll(isFocused).toBe(true)
}

async function focusedIn(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element.contains(document.activeElement))
}

/** The element with the focus, by its place in the document. Runs in the page. */
function focusShown(): { name: string; place: number; isShown: boolean } {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body) {
    return { name: 'none', place: -1, isShown: true }
  }
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  return {
    name: element.getAttribute('aria-label') ?? element.textContent ?? element.tagName,
    place: [...document.querySelectorAll('*')].indexOf(element),
    isShown: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1,
  }
}
