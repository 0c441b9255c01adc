import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { createWorld, type World } from '#mocks/world.ts'
import { ROUTES } from '#shared/contract/routes.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { NOW, serveApi, visit } from '../support/app-under-test.tsx'

serveApi()

test('an open page follows what others do, without being loaded anew', async () => {
  const world = await createWorld({ scenario: 'fresh', now: () => NOW })
  await visit('/inbox', { world })
  await screen.findByText('Nothing yet')
  await spendFlows(world)
  await screen.findByRole('heading', { name: /has passed 75\s%/ })
  await screen.findByRole('link', { name: 'Inbox, 1 unread' })
})

test('what changed between its first answers and the opening of the stream is shown, too', async () => {
  const world = await createWorld({ scenario: 'fresh', now: () => NOW })
  const fetch = async (request: Request) => {
    if (request.url.endsWith('/events-stream')) {
      await screen.findByText('Nothing yet')
      await spendFlows(world)
    }
    return world.fetch(request)
  }
  await visit('/inbox', { world: { ...world, fetch } })
  await screen.findByRole('heading', { name: /has passed 75\s%/ })
})

async function spendFlows(world: World): Promise<void> {
  const session = await world.fetch(new Request('http://headroom.test/api/v1/session'))
  const reply = ROUTES.session.reply.parse(await session.json())
  if (reply.kind !== 'session') throw new Error('no team')
  const about = { id: 'e1', team: reply.team.id, time: new Date(NOW).toISOString() }
  const event = flowsEvent(about, { item: 'flow-run', count: 80 })
  const init = jsonInit('POST', event)
  const sent = await world.fetch(new Request('http://headroom.test/api/v1/events', init))
  expect(await sent.json()).toMatchObject({ accepted: 1 })
}
