import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserForTests } from '#test/support/browser.ts'
import { makeAcme, operator } from './support/acme.ts'
import { ready } from './support/checks.ts'
import { acmeEvents, writeNdjson } from './support/events.ts'
import { serverForTests } from './support/server.ts'
import { visitsOf } from './support/visits.ts'

const server = serverForTests({ args: ['--empty'], env: { HEADROOM_VIEW_AS: 'on' } })
const browser = browserForTests()
const visit = visitsOf(browser, server.address)

describe('from a file of usage events to the page', () => {
  let file = ''

  beforeAll(async () => {
    file = join(server.data(), '..', 'usage.ndjson')
    writeNdjson(file, acmeEvents())
    await makeAcme(server.data())
  })

  it('shows a new team with all it may use, before anything is used', async () => {
    const page = await visit('/')
    await ready(page)
    expect(await figures(page)).toEqual({
      'AI credits': '0 of 1,200 used across 3 members, 0 %',
      'API calls': '0 of 1,000,000 used, 0 %',
      'Assistant credits': '0 of 500 used, 0 %',
      'Flows credits': '0 of 100 used, 0 %',
    })
  })

  it('imports the file while the server runs, and the page shows it to the credit', async () => {
    const ended = await operator('import', [file, '--team', 'acme', '--data', server.data()])
    expect(ended.code, ended.stderr).toBe(0)
    const page = await visit('/')
    await ready(page)
    expect(await figures(page)).toEqual({
      'AI credits': '365 of 1,200 used across 3 members, 30 %',
      'API calls': '1,250 of 1,000,000 used, 0.1 %',
      'Assistant credits': '5 of 500 used, 1 %',
      'Flows credits': '95 of 100 used, 95 %',
    })
    const lead = page.getByRole('region', { name: 'Flows credits' })
    await lead.getByText('5 credits left').waitFor()
    // An alert tells of the charge that raised it: that was the second of the three.
    await page.getByText('The team has passed 75 % of its Flows credits: 80 of 100 used.').waitFor()
    await page.getByText('Ada Byron').first().waitFor()
  })

  it('counts nothing twice when the same file comes again', async () => {
    const ended = await operator('import', [file, '--team', 'acme', '--data', server.data()])
    expect(ended.code, ended.stderr).toBe(0)
    expect(ended.stdout).toMatch(/accepted +0\n.*\n +duplicate +8/)
    const page = await visit('/')
    await ready(page)
    expect(await figures(page)).toMatchObject({ 'Flows credits': '95 of 100 used, 95 %' })
  })

  it('lets each figure be followed to the events that made it', async () => {
    const page = await visit('/flows')
    await ready(page)
    await page.getByText('4 charges, 95 credits in all').waitFor()
    const charges = page.getByRole('table', { name: 'Charges, newest first' })
    const charge = charges.getByRole('button', { name: /^30 × Connector at 2 credits/ })
    await charge.click()
    await charges.getByText('"id": "f-1"').waitFor()
    expect(await charge.textContent()).toMatch(/card of 2026-03-01 = 60$/)
  })
})

/** What each card's meter says was used, by the card's name. */
async function figures(page: Page): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const name of ['AI credits', 'API calls', 'Assistant credits', 'Flows credits']) {
    const meter = page.getByRole('meter', { name: `${name} used`, exact: true })
    const text = await meter.getAttribute('aria-valuetext')
    found[name] = (text ?? '').replaceAll('\u00a0', ' ')
  }
  return found
}
