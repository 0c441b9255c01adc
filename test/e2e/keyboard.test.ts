import type { Locator } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import { ready } from './support/checks.ts'
import { serverForTests } from './support/server.ts'
import { visitsOf } from './support/visits.ts'

const server = serverForTests()
const browser = browserForTests()
const visit = visitsOf(browser, server.address)

/** Pages, and how many stops they have at least. */
const STOPS: [string, number][] = [
  ['/', 20],
  ['/ai-credits', 40],
  ['/flows', 25],
  ['/assistant', 30],
  ['/invoices', 12],
  ['/inbox', 40],
  ['/deliveries', 40],
]

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

  it.for(STOPS)(
    'every stop of %s shows where the focus is, one after the other',
    async ([path, least]) => {
      const page = await visit(path, { as: 'billing' })
      await ready(page)
      const unseen: string[] = []
      const places: number[] = []
      for (let stops = 0; stops < 60; stops++) {
        await page.keyboard.press('Tab')
        const stop = await page.evaluate(focusShown)
        if (stop.place < 0 || places.includes(stop.place)) break
        places.push(stop.place)
        if (!stop.isShown) unseen.push(stop.name)
      }
      expect(places.length).toBeGreaterThan(least)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
      expect(unseen).toEqual([])
    },
  )

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

  it('a spend cap is set, and the focus comes back', async () => {
    const page = await visit('/flows', { as: 'billing' })
    await ready(page)
    const open = page.getByRole('button', { name: 'Set a spend cap' })
    await open.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog')
    await expectFocus(dialog.getByRole('textbox'))
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await expectFocus(open)
    await page.keyboard.press('Enter')
    await expectFocus(dialog.getByRole('textbox'))
    await page.keyboard.type('500')
    await page.keyboard.press('Enter')
    await page.getByText('Pay-as-you-go for Flows credits is capped at $500.00.').first().waitFor()
    await expectFocus(page.getByRole('button', { name: 'Change cap' }))
  })

  it('a pack is bought, and the focus comes back to where it was asked for', async () => {
    const page = await visit('/assistant', { as: 'billing' })
    await ready(page)
    const buy = page.getByRole('button', { name: 'Buy 1,000 credits' })
    await buy.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog')
    await expectFocus(dialog.getByRole('button', { name: 'Cancel' }))
    await page.keyboard.press('Tab')
    await expectFocus(dialog.getByRole('button', { name: 'Buy' }))
    await page.keyboard.press('Enter')
    await page.getByText('2,000 bonus credits left.').waitFor()
    await expectFocus(buy)
  })

  it('a key is revoked, and the focus is in the card that listed it', async () => {
    const page = await visit('/team', { as: 'admin', width: 360 })
    await ready(page)
    const keys = page.getByRole('region', { name: 'Service keys' })
    await keys.getByRole('textbox', { name: 'What it is for' }).fill('Runner')
    await keys.getByRole('textbox', { name: 'Source of its events' }).fill('/flows/')
    await page.keyboard.press('Enter')
    await keys.getByRole('button', { name: 'I have kept it' }).press('Enter')
    await keys.getByRole('button', { name: 'Revoke Runner' }).press('Enter')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).press('Enter')
    await keys.getByRole('button', { name: 'Revoke Runner' }).waitFor({ state: 'detached' })
    await expectFocus(keys)
  })

  it('a message is marked as read, and the focus stays with it', async () => {
    const page = await visit('/inbox', { as: 'billing' })
    await ready(page)
    const [first] = await page.getByRole('button', { name: 'Mark as read' }).all()
    await first?.focus()
    await page.keyboard.press('Enter')
    const unread = page.getByRole('button', { name: 'Mark as unread' })
    await unread.waitFor()
    await expectFocus(unread)
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
