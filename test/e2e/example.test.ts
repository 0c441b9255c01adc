import { describe, expect, it } from 'vitest'
import { cyclesReplySchema } from '#shared/contract/usage.ts'
import { browserForTests } from '#test/support/browser.ts'
import { ready } from './support/checks.ts'
import { serverForTests } from './support/server.ts'
import { visitsOf } from './support/visits.ts'

/** Each state, where the page says it. */
const STATES = [
  ['Flows credits', 'On pay-as-you-go'],
  ['API calls', 'Close to the limit'],
  ['Assistant credits', 'Open'],
  ['AI credits', 'Paused for 3 members'],
] as const

const server = serverForTests()
const browser = browserForTests()
const visit = visitsOf(browser, server.address)

describe('the example that a first start loads', () => {
  it('says that it is one, and how to start empty', async () => {
    const page = await visit('/')
    await ready(page)
    const note = page.getByRole('complementary', { name: 'About this data' })
    await note.getByText('Example data.').waitFor()
    await note.getByText('npm start -- --empty').waitFor()
  })

  it('shows every state at once', async () => {
    const page = await visit('/')
    await ready(page)
    for (const [name, state] of STATES) {
      const card = page.getByRole('region', { name, exact: true })
      await card.getByText(state, { exact: true }).waitFor()
    }
    const closest = page.getByRole('region', { name: 'Members closest to their AI limit' })
    expect(await closest.getByText('On pay-as-you-go', { exact: true }).count()).toBe(2)
    expect(await closest.getByText('Paused', { exact: true }).count()).toBe(3)
    expect(await page.getByRole('region', { name: 'Alerts' }).getByRole('listitem').count()).toBe(3)
  })

  it('has past cycles to look back at, each with its use', async () => {
    const page = await visit('/')
    const answer = await page.request.get('/api/v1/teams/tidewater/cycles')
    const { cycles } = cyclesReplySchema.parse(await answer.json())
    expect(cycles.length).toBe(5)
    for (const { id } of cycles.slice(1)) {
      await page.goto(`/?cycle=${id}`)
      await ready(page)
      const meter = page.getByRole('meter', { name: 'Flows credits used' })
      await meter.waitFor()
      expect(await meter.getAttribute('aria-valuetext')).not.toMatch(/^0 /)
    }
  })

  it('tells a cycle that never was from one that is empty', async () => {
    const page = await visit('/?cycle=2019-01-01', { expects: /404/ })
    await page.getByRole('alert').getByText('There is no such billing cycle').waitFor()
  })
})
