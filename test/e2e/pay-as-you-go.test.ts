import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import { flowsEvent } from '#test/support/events.ts'
import { makeAcme, operator } from './support/acme.ts'
import { axeViolations, ready } from './support/checks.ts'
import { dayAgo, writeNdjson } from './support/events.ts'
import { serverForTests } from './support/server.ts'
import { visitsOf } from './support/visits.ts'

const FLOWS = 'Pay-as-you-go for Flows credits'
const ONLY_BILLING = 'Only a Billing admin of the team can change this.'

const server = serverForTests({ args: ['--empty'], env: { HEADROOM_VIEW_AS: 'on' } })
const browser = browserForTests()
const visit = visitsOf(browser, server.address)

/** 120 Flows credits of 100: the run that passed the limit was let finish. */
beforeAll(async () => {
  const file = join(server.data(), '..', 'flows.ndjson')
  const time = (days: number) => `${dayAgo(days)}T12:00:00Z`
  writeNdjson(file, [
    flowsEvent({ id: '1', time: time(3) }, { item: 'connector', count: 45 }),
    flowsEvent({ id: '2', time: time(1) }, { item: 'connector', count: 15 }),
  ])
  await makeAcme(server.data())
  await operator('import', [file, '--team', 'acme', '--data', server.data()])
})

describe('a Billing admin', () => {
  it('turns pay-as-you-go on knowing what it costs, and off again, and takes that back', async () => {
    const page = await visit('/flows', { as: 'billing' })
    await ready(page)
    const use = page.getByRole('region', { name: 'Use in this cycle' })
    await use.getByText('Suspended', { exact: true }).waitFor()
    await expectSwitch(page, false)

    await page.getByRole('switch', { name: FLOWS }).click()
    const dialog = page.getByRole('alertdialog', {
      name: 'Turn on pay-as-you-go for Flows credits?',
    })
    await dialog.getByText('$10 for each 1,000 credits').waitFor()
    await dialog.getByText('the 20 credits that went past it earlier stay unbilled').waitFor()
    await dialog.getByText('Flows credits can be used again at once.').waitFor()
    expect(await costSoFar(page)).toBe('$0.00')
    await dialog.getByRole('button', { name: 'Turn on' }).click()

    await dialog.waitFor({ state: 'hidden' })
    await use.getByText('On pay-as-you-go', { exact: true }).waitFor()
    await page.getByText('Pay-as-you-go for Flows credits is on.').waitFor()
    await expectSwitch(page, true)

    await page.reload()
    await ready(page)
    await expectSwitch(page, true)
    await page.getByText(/On since .*, by Bo Lindqvist/).waitFor()

    await page.getByRole('switch', { name: FLOWS }).click()
    await page.getByText('Flows are suspended').or(page.getByText('from now on until')).waitFor()
    await page.getByRole('button', { name: 'Turn off' }).click()
    await page.getByText('Pay-as-you-go for Flows credits is off.').waitFor()
    await use.getByText('Suspended', { exact: true }).waitFor()
    await expectSwitch(page, false)

    await page.getByRole('button', { name: 'Undo' }).click()
    await use.getByText('On pay-as-you-go', { exact: true }).waitFor()
    await expectSwitch(page, true)
    await page.reload()
    await ready(page)
    await expectSwitch(page, true)
  })

  it('is told when a decision did not reach the ledger, and sees the switch as it is', async () => {
    const page = await visit('/flows', { as: 'billing', expects: /503|Failed to load/ })
    await ready(page)
    const before = (await page.getByRole('switch', { name: FLOWS }).isChecked()) ? 'off' : 'on'
    const path = '**/api/v1/teams/acme/resources/flows/pay-as-you-go'
    await page.route(path, (route) => route.fulfill({ status: 503, body: 'no' }))
    await page.getByRole('switch', { name: FLOWS }).click()
    await page.getByRole('button', { name: `Turn ${before}` }).click()
    const said = page.getByRole('region', { name: 'Notifications' })
    await said.getByText(/is still/).waitFor()
    await expectSwitch(page, before === 'off')
    expect(await axeViolations(page)).toEqual([])
    await page.unroute(path)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText(`Pay-as-you-go for Flows credits is ${before}.`).waitFor()
    await expectSwitch(page, before === 'on')
  })
})

describe.for(['admin', 'member:cleo'] as const)('viewed as %s', (as) => {
  it('the switch is locked with the reason, and the API refuses too', async () => {
    const page = await visit('/', { as })
    await ready(page)
    const resource = as === 'admin' ? 'flows' : 'ai'
    const name = as === 'admin' ? FLOWS : 'Pay-as-you-go for AI credits'
    const locked = page.getByRole('switch', { name })
    const before = await locked.isChecked()
    expect(await locked.getAttribute('aria-disabled')).toBe('true')
    expect(await descriptionOf(page, name)).toBe(ONLY_BILLING)
    await locked.click({ force: true })
    await locked.focus()
    await page.keyboard.press('Space')
    expect(await page.getByRole('alertdialog').count()).toBe(0)
    expect(await locked.isChecked()).toBe(before)

    const answer = await page.request.put(
      `/api/v1/teams/acme/resources/${resource}/pay-as-you-go`,
      {
        headers: { 'x-headroom-view-as': as },
        data: { on: !before, target: { kind: 'team' } },
      },
    )
    expect(answer.status()).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'forbidden' })
    await page.reload()
    await ready(page)
    expect(await locked.isChecked()).toBe(before)
  })
})

async function expectSwitch(page: Page, on: boolean): Promise<void> {
  await page.getByRole('switch', { name: FLOWS, checked: on }).waitFor()
}

async function costSoFar(page: Page): Promise<string | null> {
  const row = page.getByRole('alertdialog').locator('dl > div', { hasText: 'Cost so far' })
  return row.locator('dd').textContent()
}

async function descriptionOf(page: Page, name: string): Promise<string | undefined> {
  return page.getByRole('switch', { name }).evaluate((element) => {
    const id = element.getAttribute('aria-describedby') ?? ''
    return document.getElementById(id)?.textContent ?? undefined
  })
}
