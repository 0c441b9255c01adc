import { screen, within } from '@testing-library/react'
import { delay, HttpResponse, http } from 'msw'
import { describe, expect, test } from 'vitest'
import { createWorld } from '#mocks/world.ts'
import { NOW, serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull } from '../support/problem.ts'

serveApi()

const USAGE = '*/api/v1/teams/:team/usage'

describe('ready', () => {
  test('the question is answered first, and each resource has a card, fullest first', async () => {
    await visit('/')
    await screen.findByText('3 members have run out of AI credits.')
    expect(screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent)).toEqual([
      'Flows credits',
      'API calls',
      'Assistant credits',
      'AI credits',
      'Members closest to their AI limit',
    ])
    expect(document.title).toBe('Resource usage · Headroom')
  })

  test('where AI credits are a pool, no member is close to a limit of their own', async () => {
    await visit('/', { scenario: 'enterprise' })
    await screen.findByRole('region', { name: 'AI credits' })
    expect(screen.queryByText('Members closest to their AI limit')).toBeNull()
    expect(screen.queryByText('No member has used AI credits in this cycle')).toBeNull()
  })

  test('a meter says its figures to a reader', async () => {
    await visit('/')
    const card = await screen.findByRole('region', { name: 'API calls' })
    const meter = within(card).getByRole('meter', { name: 'API calls used' })
    expect(meter.getAttribute('aria-valuetext')).toMatch(/^[\d,]+ of 1,000,000 used, \d+\s%$/)
  })

  test('a cycle in the address is shown; what is no cycle falls away', async () => {
    const { address } = await visit('/?cycle=2026-10-02')
    await screen.findByText(/2 Oct – 1 Nov/, { selector: 'h1' })
    expect(address()).toContain('cycle=2026-10-02')
  })

  test('a past cycle says how far use came, not what work does now; it can’t be switched', async () => {
    await visit('/?cycle=2026-10-02', { as: 'billing' })
    const card = await screen.findByRole('region', { name: 'Flows credits' })
    within(card).getByText('Past the limit')
    expect(screen.queryByRole('switch')).toBeNull()
  })

  test('what is not understood in the address is left out', async () => {
    const { address } = await visit('/?cycle=soon')
    await screen.findByText(/2 Nov – 1 Dec/, { selector: 'h1' })
    expect(address()).toBe('/')
  })
})

describe('not ready', () => {
  test('loading says so once', async () => {
    await visit('/')
    server.use(http.get(USAGE, () => delay('infinite')))
    await screen.findByRole('status', { name: 'Loading resource usage' })
  })

  test('an error is told in the server’s words, and trying again brings the page', async () => {
    const world = await createWorld({ scenario: 'healthy', now: () => NOW })
    let fails = true
    const { user } = await visit('/', { world })
    server.use(http.get(USAGE, ({ request }) => (fails ? diskFull() : world.fetch(request))))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('The ledger cannot be written right now')
    expect(alert.textContent).toContain('The disk is full.')
    fails = false
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByRole('region', { name: 'Flows credits' })
  })

  test('a cycle that there is not leads to the current one: trying again would not help', async () => {
    const { user, address } = await visit('/?cycle=2019-01-02')
    const alert = within(await screen.findByRole('alert'))
    alert.getByText('There is no such billing cycle')
    expect(alert.queryByRole('button')).toBeNull()
    await user.click(alert.getByRole('link', { name: 'Go to the current cycle' }))
    await screen.findByRole('region', { name: 'Flows credits' })
    expect(address()).toBe('/')
  })

  test('without a server the page says that nothing was lost', async () => {
    const world = await createWorld({ scenario: 'healthy', now: () => NOW, fault: 'offline' })
    await visit('/', { world })
    expect((await screen.findByRole('alert')).textContent).toContain('The server can’t be reached')
  })

  test('a plan without resources is empty, not broken', async () => {
    const world = await createWorld({ scenario: 'empty', now: () => NOW })
    await visit('/', { world })
    server.use(
      http.get(USAGE, async ({ request }) => {
        const reply = await (await world.fetch(request)).json()
        return HttpResponse.json({ ...reply, resources: [] })
      }),
    )
    await screen.findByText('This plan includes no resources')
  })

  test('a team that has used nothing sees its whole allowance', async () => {
    await visit('/', { scenario: 'empty' })
    await screen.findByText('Nothing has been used in this cycle yet.')
  })
})

describe('alerts', () => {
  test('say what happened, what it means and who can change it; several members are one', async () => {
    const { user } = await visit('/')
    const alerts = await screen.findByRole('region', { name: 'Alerts' })
    const [first] = within(alerts).getAllByRole('listitem')
    expect(first?.textContent).toMatch(/3 members have used all of their AI credits: .+ and .+\./)
    expect(first?.textContent).toMatch(/Agent Mode is paused until 2 Dec, 00:00 Berlin/)
    expect(first?.textContent).toContain('A Billing admin can turn on pay-as-you-go')
    await user.click(within(alerts).getAllByRole('button', { name: 'Show each' })[0] ?? alerts)
    within(alerts).getByText(/Farid Vance has passed their limit/)
  })

  test('name the zone of their times, and the viewer’s time', async () => {
    await visit('/')
    const alerts = await screen.findByRole('region', { name: 'Alerts' })
    for (const time of within(alerts).getAllByRole('time')) {
      expect(time.textContent).toMatch(
        /^\d+ Nov, \d\d:\d\d Berlin \(\d\d:\d\d your time(, \d+ Nov)?\)$/,
      )
    }
  })

  test('on a narrow screen they are one line with the gravest, opened by a key', async () => {
    const { user } = await visit('/', { narrow: true })
    const alerts = await screen.findByRole('region', { name: 'Alerts' })
    const line = within(alerts).getByRole('button', {
      name: /^6 alerts 3 members have used all of their AI credits: /,
      expanded: false,
    })
    expect(within(alerts).queryByRole('listitem')).toBeNull()
    line.focus()
    await user.keyboard('{Enter}')
    expect(line.getAttribute('aria-expanded')).toBe('true')
    const [first] = within(alerts).getAllByRole('listitem')
    expect(first?.textContent).toMatch(/^3 members have used all of their AI credits: /)
    await user.keyboard(' ')
    expect(within(alerts).queryByRole('listitem')).toBeNull()
  })

  test('a dismissed one goes at once, and can be brought back', async () => {
    const { user } = await visit('/')
    const name = /Dismiss: The team has passed its limit of 100 Flows credits/
    await user.click(await screen.findByRole('button', { name }))
    expect(screen.queryByRole('button', { name })).toBeNull()
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    await screen.findByRole('button', { name })
  })

  test('one that can’t be dismissed comes back, and the page says so', async () => {
    const { user } = await visit('/')
    const name = /Dismiss: The team has passed its limit of 100 Flows credits/
    const button = await screen.findByRole('button', { name })
    server.use(http.put('*/api/v1/teams/:team/alerts/:alert', () => diskFull()))
    await user.click(button)
    await screen.findAllByText('The alert is still there.')
    screen.getByRole('button', { name })
  })
})

test('a Member sees their own AI credits, and no page of the team’s', async () => {
  await visit('/', { as: 'member' })
  await screen.findByRole('region', { name: 'AI credits' })
  expect(screen.getAllByRole('meter')).toHaveLength(1)
  const pages = within(screen.getByRole('navigation', { name: 'Pages' })).getAllByRole('link')
  expect(pages.map((link) => link.textContent)).toEqual(['Resource usage', 'AI credits'])
  expect(screen.queryByRole('region', { name: 'Flows credits' })).toBeNull()
  screen.getByText(
    'Flows credits, API calls and Assistant credits belong to the team: its admins see what is left of them.',
  )
})

test('of a pool, a Member is told what is the pool’s and what is theirs', async () => {
  await visit('/', { as: 'member', scenario: 'enterprise' })
  const card = await screen.findByRole('region', { name: 'AI credits' })
  expect(card.textContent).toMatch(/[\d,]+ credits left in the team’s pool/)
  within(card).getByText(
    /^You used [\d,]+ of these [\d,]+ credits\. At this pace the pool (runs out|lasts)/,
  )
  screen.getByText(/the pool of Meridian Group, and your part of it/, { selector: 'h1' })
})
