import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { createWorld } from '#mocks/world.ts'
import { ROUTES } from '#shared/contract/routes.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { flowsEvent } from '#test/support/events.ts'
import { NOW, serveApi, visit } from '../support/app-under-test.tsx'

serveApi()

test('an open page follows what others do, without being loaded anew', async () => {
  const world = await createWorld({ scenario: 'fresh', now: () => NOW })
  await visit('/inbox', { world })
  await screen.findByText('Nothing yet')
  const session = await world.fetch(new Request('http://headroom.test/api/v1/session'))
  const reply = ROUTES.session.reply.parse(await session.json())
  if (reply.kind !== 'session') throw new Error('no team')
  const team = reply.team.id
  const event = flowsEvent(
    { id: 'e1', team, time: new Date(NOW).toISOString() },
    { item: 'flow-run', count: 80 },
  )
  const sent = await world.fetch(
    new Request('http://headroom.test/api/v1/events', jsonInit('POST', event)),
  )
  expect(await sent.json()).toMatchObject({ accepted: 1 })
  await screen.findByRole('heading', { name: /has passed 75\s%/ })
  await screen.findByRole('link', { name: 'Inbox, 1 unread' })
})
