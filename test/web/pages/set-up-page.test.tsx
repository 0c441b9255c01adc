import { screen } from '@testing-library/react'
import { HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { createWorld } from '#mocks/world.ts'
import { NOW, serveApi, visit } from '../support/app-under-test.tsx'

serveApi()

/** What whoever is not signed in is told: `isNew` while nobody looks after the server. */
async function visitSetUp(path: string, more: { isNew?: true }) {
  const reply = {
    kind: 'signed-out',
    asOf: NOW,
    ways: { link: true },
    ...more,
  }
  const world = await createWorld({ scenario: 'example', now: () => NOW })
  const answering = {
    ...world,
    fetch: async (request: Request) =>
      new URL(request.url).pathname === '/api/v1/session'
        ? HttpResponse.json(reply)
        : world.fetch(request),
  }
  await visit(path, { world: answering })
}

test('a link of a server that waits for somebody asks who that is', async () => {
  await visitSetUp('/set-up#token=x', { isNew: true })
  await screen.findByRole('textbox', { name: 'E-mail address' })
  expect(screen.queryByText(/looks after/)).toBeNull()
})

test.each(['/set-up#token=x', '/set-up'])(
  '%s of a server that somebody looks after says so, and asks for nothing',
  async (path) => {
    await visitSetUp(path, {})
    await screen.findByText(/^Somebody looks after this server already/)
    expect(screen.getByRole('link', { name: 'sign in' }).getAttribute('href')).toBe('/sign-in')
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.queryByText(/prints another one/)).toBeNull()
  },
)

const PLANS = { plans: [{ id: 'team', name: 'Team' }] }
const SENT = 'It arrived.'

test('a form that is sent before the plans are there waits for them', async () => {
  const world = await createWorld({ scenario: 'healthy', now: () => NOW })
  const plans = Promise.withResolvers<void>()
  const sent: unknown[] = []
  const fetch = async (request: Request) => {
    if (request.url.endsWith('/plans')) {
      await plans.promise
      return Response.json(PLANS)
    }
    if (!request.url.endsWith('/set-up')) return world.fetch(request)
    sent.push(await request.json())
    return Response.json({ code: 'forbidden', detail: SENT, title: '', type: '' }, { status: 403 })
  }
  const { user } = await visit('/set-up#token=t', { world: { ...world, fetch } })
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Ada')
  await user.type(screen.getByRole('textbox', { name: 'E-mail address' }), 'ada@example.com')
  await user.type(screen.getByLabelText('Password'), 'correct horse battery')
  await user.type(screen.getByRole('textbox', { name: 'Team name' }), 'Acme{Enter}')
  expect(sent).toEqual([])
  plans.resolve()
  await screen.findByRole('alert')
  expect(sent).toMatchObject([{ team: { id: 'acme', name: 'Acme', plan: 'team' } }])
})
