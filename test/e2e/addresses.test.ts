import { describe, expect, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import { ready } from './support/checks.ts'
import { serverForTests } from './support/server.ts'
import { visitsOf } from './support/visits.ts'

const server = serverForTests()
const browser = browserForTests()
const visit = visitsOf(browser, server.address)

describe('an address', () => {
  it.for([
    '/?cycle=yesterday',
    '/?team=',
    '/ai-credits?sort=height&order=up&state=asleep&search=%00',
    '/ai-credits?search=%F0%9F%92%B3%20%25%20_%20%5C%20%27%20--',
    '/flows?day=2026-13-45&by=colour&kind=%3Cscript%3E',
    '/flows?day=2019-01-01',
    '/assistant?part=nobody&member=nobody',
    '/flows/?by=members',
  ])('%s, typed wrong or cut short, still leads to a page', async (path) => {
    const page = await visit(path, { as: 'admin' })
    await ready(page)
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).toBe(1)
  })

  it('keeps the cycle from page to page', async () => {
    const page = await visit('/', { as: 'admin' })
    await ready(page)
    await page.getByRole('combobox', { name: 'Billing cycle' }).click()
    await page.getByRole('option').nth(2).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('cycle')).toMatch(/^\d{4}-/)
    const cycle = new URL(page.url()).searchParams.get('cycle')
    for (const name of ['Flows', 'AI credits', 'API calls', 'Assistant', 'Resource usage']) {
      await page.getByRole('navigation').getByRole('link', { name }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      expect(new URL(page.url()).searchParams.get('cycle'), name).toBe(cycle)
    }
  })
})

describe('viewed with other eyes', () => {
  it('nothing stays on the page that the new viewer may not see', async () => {
    const page = await visit('/', { as: 'admin' })
    await ready(page)
    await page.getByText('Farid Vance').first().waitFor()
    await page.getByRole('button', { name: /^View as/ }).click()
    await page.getByRole('menuitemradio', { name: /Daniel Kowalski/ }).click()
    await page.getByText('your own use in').waitFor()
    await ready(page)
    const text = (await page.locator('body').textContent()) ?? ''
    for (const other of ['Farid Vance', '4,873']) expect(text, other).not.toContain(other)
    for (const name of ['Flows credits', 'API calls', 'Assistant credits']) {
      expect(await page.getByRole('region', { name }).count(), name).toBe(0)
    }
    await page.getByRole('navigation').getByRole('link', { name: 'AI credits' }).click()
    await page.getByText('503 of 400 used').waitFor()
    expect(await page.locator('body').textContent()).not.toContain('Farid Vance')
  })

  it('a page that is not for them says so, and leads on', async () => {
    const page = await visit('/flows', { as: 'member', expects: /403/ })
    await page.getByRole('alert').getByText('Your role does not allow this').waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Resource usage' }).click()
    await page.getByText('503 of 400 used').waitFor()
  })
})
