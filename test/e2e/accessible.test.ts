import { describe, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import { expectAccessible, settled } from './support/checks.ts'
import { serverForTests } from './support/server.ts'
import { visitsOf } from './support/visits.ts'

const PAGES = [
  '/',
  '/ai-credits',
  '/ai-credits/usage',
  '/flows',
  '/api-calls',
  '/assistant',
  '/inbox',
  '/deliveries',
  '/invoices',
  '/audit',
  '/team',
  '/account',
  '/no-such-page',
]

const server = serverForTests({
  // Accounts can be connected, and none is there.
  env: {
    HEADROOM_SECRET: 'for tests, and at least 32 bytes',
    HEADROOM_POSTMAN_URL: 'http://[::1]:9',
  },
})
const browser = browserForTests()
const visit = visitsOf(browser, server.address)

describe('in both themes, wide and narrow, without a violation and without scrolling sideways', () => {
  it.for(PAGES)('%s', async (path) => {
    const page = await visit(path, { as: 'billing' })
    await settled(page)
    await expectAccessible(page)
  })

  it('one invoice', async () => {
    const page = await visit('/invoices', { as: 'billing' })
    await page.getByRole('link', { name: 'See what it is made of' }).click()
    await page.getByRole('table', { name: 'Lines of the invoice' }).waitFor()
    await expectAccessible(page)
  })

  it('a kept mail; its HTML is drawn in a frame that can do nothing', async () => {
    // Nobody is chosen to view as: what does that would run in the frame, too.
    const page = await visit('/kept-mails')
    const mails = page.getByRole('button', { name: /^Tidewater Labs/ })
    await mails.first().click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Show the HTML' }).click()
    const html = page.frameLocator('iframe[sandbox=""]')
    await html.getByRole('link', { name: 'See it in Headroom' }).waitFor()
  })

  it('a Member’s own page', async () => {
    const page = await visit('/ai-credits', { as: 'member' })
    await settled(page)
    await expectAccessible(page)
  })

  it('the question before a switch', async () => {
    const page = await visit('/flows', { as: 'billing' })
    await page.getByRole('switch', { name: 'Pay-as-you-go for Flows credits' }).click()
    await page.getByRole('alertdialog').getByText('Cost so far in this cycle').waitFor()
    await expectAccessible(page)
  })

  it('the spend cap asked for', async () => {
    const page = await visit('/flows', { as: 'billing' })
    await page.getByRole('button', { name: 'Set a spend cap' }).click()
    await page.getByRole('alertdialog').getByRole('textbox').fill('1')
    await expectAccessible(page)
  })

  it('the question before a purchase', async () => {
    const page = await visit('/assistant', { as: 'billing' })
    await page.getByRole('button', { name: 'Buy 1,000 credits' }).click()
    await page.getByRole('alertdialog').getByText('never expire').waitFor()
    await expectAccessible(page)
  })

  it('a server’s limit being set, a low-credit alert that is refused, the days as a table', async () => {
    const page = await visit('/assistant', { as: 'billing' })
    await page.getByRole('textbox', { name: 'Tell us at' }).fill('1.5')
    await page.getByRole('button', { name: 'Add alert' }).click()
    await page
      .getByRole('button', { name: /^Change: / })
      .first()
      .click()
    await page.getByRole('textbox', { name: 'Credits a day' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Show the 14 days as a table' }).click()
    await expectAccessible(page)
  })

  it('an opened delivery, and a webhook with its secret', async () => {
    const page = await visit('/deliveries', { as: 'billing' })
    await page
      .getByRole('table', { name: /^Deliveries/ })
      .getByRole('button')
      .first()
      .click()
    await page.getByRole('textbox', { name: 'Address of a new webhook' }).fill('https://a.example/')
    await page.getByRole('button', { name: 'Add webhook' }).click()
    await page.getByText('a.example').first().waitFor()
    await expectAccessible(page)
  })

  it('an open menu, and the table in place of a chart', async () => {
    const page = await visit('/flows', { as: 'billing' })
    await page.getByRole('button', { name: 'Show table' }).click()
    await page.getByRole('combobox', { name: 'Billing cycle' }).click()
    await page.getByRole('listbox').waitFor()
    // The popup stands over the page's landmarks, not in one.
    await expectAccessible(page, /^region /)
  })

  it('chosen members', async () => {
    const page = await visit('/ai-credits?state=paused', { as: 'billing' })
    await page.getByRole('checkbox', { name: /^Choose the first/ }).click()
    await page.getByText('3 members chosen').waitFor()
    await expectAccessible(page)
  })

  it('an account that can’t be read, with its readings', async () => {
    const page = await visit('/api-calls', { as: 'billing' })
    const account = page.getByRole('region', { name: 'Postman account' })
    await account.getByLabel('Postman API key').fill('PMAK-of-no-account')
    await account.getByRole('button', { name: 'Connect' }).click()
    await account.getByRole('button', { name: 'Show the last readings' }).click()
    await account.getByRole('list').getByText('Postman could not be reached.').waitFor()
    await expectAccessible(page)
  })

  it('an opened charge', async () => {
    const page = await visit('/flows', { as: 'admin' })
    await page
      .getByRole('table', { name: /^Charges/ })
      .getByRole('button')
      .first()
      .click()
    await page.getByText('The event as it was taken').waitFor()
    await expectAccessible(page)
  })
})
