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
