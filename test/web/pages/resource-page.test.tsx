import { screen, waitFor, within } from '@testing-library/react'
import { delay, HttpResponse, http } from 'msw'
import { describe, expect, test } from 'vitest'
import { serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull, tooMany } from '../support/problem.ts'

serveApi()

const RESOURCE = '*/api/v1/teams/:team/resources/:resource'

async function charges(): Promise<HTMLElement> {
  return screen.findByRole('table', { name: 'Charges, newest first' })
}

describe.each([
  { path: '/flows', name: 'Flows credits' },
  { path: '/api-calls', name: 'API calls' },
  { path: '/assistant', name: 'Assistant credits' },
  { path: '/ai-credits/usage', name: 'AI credits' },
])('$name', ({ path, name }) => {
  test('the page, its breakdown and its charges', async () => {
    await visit(path)
    await screen.findByRole('heading', { level: 1, name })
    await screen.findByRole('table', { name: 'Use by kind' })
    await charges()
    expect(document.title).toBe(`${name} · Headroom`)
  })
})

describe('flows', () => {
  test.each(['kinds', 'members', 'parts'])('the breakdown by %s sums to the use', async (by) => {
    await visit(`/flows?by=${by}`)
    const table = await screen.findByRole('table', { name: /^Use by/ })
    const credits = within(table)
      .getAllByRole('row')
      .slice(1)
      .map((row) => Number(row.querySelectorAll('td')[1]?.textContent?.replaceAll(',', '')))
    const total = credits.pop()
    expect(credits.reduce((sum, value) => sum + value, 0)).toBe(total)
  })

  test('the rate card has its date, and marks what is assumed', async () => {
    const { user } = await visit('/flows')
    const card = await screen.findByRole('region', { name: 'Rate card' })
    expect(card.textContent).toContain('applies from 2026-03-01')
    within(card).getAllByRole('button', { name: /^assumed/ })
    await user.click(within(card).getByRole('button', { name: /Show all \d+ rates/ }))
    within(card).getByRole('row', { name: /AI Agent, GPT-5 mini/ })
  })

  test('a charge says which rate made it; opened, its event and where it was taken from', async () => {
    const { user } = await visit('/flows?kind=connector')
    const [line] = await within(await charges()).findAllByRole('button', {
      name: /× Connector at 2 credits, card of 2026-03-01 = /,
    })
    if (!line) throw new Error('no charge')
    await user.click(line)
    expect(line.getAttribute('aria-expanded')).toBe('true')
    screen.getByText('The event as it was taken')
    screen.getByText(/"headroom\.flows\.usage"/)
  })

  test('a row of the breakdown narrows the charges, and is in the address', async () => {
    const { user, address } = await visit('/flows')
    await user.click(await screen.findByRole('button', { name: 'Connector' }))
    await waitFor(() => expect(address()).toBe('/flows?kind=connector'))
    await user.click(await screen.findByRole('button', { name: 'Remove: Connector' }))
    await waitFor(() => expect(address()).toBe('/flows'))
  })

  test('a day in the address shows the charges of that day only', async () => {
    await visit('/flows?day=2026-11-12')
    await screen.findByRole('button', { name: 'Remove: Thu 12 Nov' })
    const times = within(await charges())
      .getAllByRole('time')
      .map((time) => time.textContent)
    expect(times.length).toBeGreaterThan(0)
    expect(times.every((time) => time?.startsWith('12 Nov, '))).toBe(true)
  })

  test('a day of another cycle, and what is not understood, narrow nothing', async () => {
    const { address } = await visit('/flows?day=2020-01-01&by=colour')
    await charges()
    expect(screen.queryByRole('list', { name: 'Charges are narrowed by' })).toBeNull()
    expect(address()).toBe('/flows?day=2020-01-01')
  })

  test('more charges are fetched when asked for', async () => {
    const { user } = await visit('/flows')
    const before = within(await charges()).getAllByRole('row').length
    await user.click(screen.getByRole('button', { name: 'Show more charges' }))
    await waitFor(async () =>
      expect(within(await charges()).getAllByRole('row').length).toBeGreaterThan(before),
    )
  })
})

describe('not ready', () => {
  test('loading', async () => {
    await visit('/flows')
    server.use(http.get(RESOURCE, () => delay('infinite')))
    await screen.findByRole('status', { name: 'Loading this resource' })
  })

  const SAID: [string, object, RegExp][] = [
    [
      'how long they are kept',
      { keptMonths: 24 },
      /in all, newest first\. Single charges are kept for 24 months\.$/,
    ],
    [
      'since when they are archived',
      { charges: [], archivedAt: Date.UTC(2026, 9, 5) },
      /^Since 5 Oct they are in a file/,
    ],
  ]

  test.each(SAID)('of charges is said %s', async (_, given, words) => {
    const { world } = await visit('/flows')
    server.use(
      http.get(`${RESOURCE}/charges`, async ({ request }) => {
        const reply = await (await world.fetch(request)).json()
        return HttpResponse.json({ ...reply, ...given })
      }),
    )
    await screen.findByText(words)
    // Where there is no charge to see, no bar shows any.
    const hints = screen.queryAllByText(/Click a bar to see one day\.$/)
    expect(hints).toHaveLength('archivedAt' in given ? 0 : 1)
  })

  test('error: the charges alone can fail, and be tried again', async () => {
    const { world, user } = await visit('/flows')
    let fails = true
    server.use(
      http.get(`${RESOURCE}/charges`, ({ request }) => (fails ? diskFull() : world.fetch(request))),
    )
    await screen.findByText('The disk is full.')
    screen.getByRole('table', { name: 'Use by kind' })
    fails = false
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await charges()
  })

  test('error: after too many requests it is told when to go on, and asked by hand', async () => {
    const { world, user } = await visit('/flows')
    let asks = 0
    server.use(
      http.get(`${RESOURCE}/charges`, ({ request }) =>
        asks++ === 0 ? tooMany() : world.fetch(request),
      ),
    )
    await screen.findByText(/^You made 300 requests in a minute.* Go on in 20 seconds\.$/)
    expect(asks).toBe(1)
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await charges()
  })

  test('empty', async () => {
    await visit('/flows', { scenario: 'empty' })
    await screen.findByText('Nothing has been used in this cycle')
    await screen.findByText('No charges in this cycle yet')
  })

  test('a Member is told that the team’s use is not theirs to see', async () => {
    const { user } = await visit('/flows', { as: 'member' })
    const alert = within(await screen.findByRole('alert'))
    alert.getByText('Your role does not allow this')
    alert.getByText('Only an Admin or a Billing admin of the team can do this.')
    expect(alert.queryByRole('button', { name: 'Try again' })).toBeNull()
    await user.click(alert.getByRole('link', { name: 'Go to Resource usage' }))
    await screen.findByRole('region', { name: 'AI credits' })
  })
})
