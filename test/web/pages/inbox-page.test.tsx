import { screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { apiHandlers } from '#mocks/handlers.ts'
import { createWorld } from '#mocks/world.ts'
import { NOW, serveApi, server, visit } from '../support/app-under-test.tsx'

serveApi()

test('the bell says how much is unread and leads to it', async () => {
  const { user, address } = await visit('/', { as: 'billing' })
  await user.click(await screen.findByRole('link', { name: /^Inbox, \d+ unread$/ }))
  await screen.findByRole('heading', { level: 1, name: 'Inbox' })
  expect(address()).toBe('/inbox')
})

test('a message can be marked as read, and all of them', async () => {
  const { user } = await visit('/inbox', { as: 'billing' })
  const messages = within(await screen.findByRole('region', { name: 'Messages' }))
  const before = Number.parseInt((await messages.findByRole('status')).textContent ?? '', 10)
  const [first] = messages.getAllByRole('button', { name: 'Mark as read' })
  await user.click(first ?? document.body)
  await messages.findByText(`${before - 1} unread messages`)
  await messages.findByRole('button', { name: 'Mark as unread' })
  await user.click(messages.getByRole('button', { name: 'Mark all as read' }))
  await messages.findByText('All read')
  await screen.findByRole('link', { name: 'Inbox' })
})

test('a message says what happened, what it means, and leads there', async () => {
  await visit('/inbox', { scenario: 'paused', as: 'billing' })
  const list = within(await screen.findByRole('region', { name: 'Messages' }))
  const [item] = list.getAllByRole('listitem')
  const message = within(item ?? document.body)
  message.getByRole('heading', { level: 2 })
  message.getAllByText(/\d+ of [\d,]+ (used|AI credits)|(passed|used) /)
  expect(message.getAllByRole('link')[0]?.textContent).toMatch(/^See /)
})

test('an inbox with nothing in it says what would be', async () => {
  await visit('/inbox', { scenario: 'fresh' })
  await screen.findByText('Nothing yet')
  screen.getByText(/You are told here when credits pass 75 %/)
})

test('Billing is always told of the team; an Admin can choose', async () => {
  const { user } = await visit('/inbox', { as: 'billing' })
  const locked = await screen.findByRole('switch', { name: 'Mails about the team' })
  expect(locked.getAttribute('aria-disabled')).toBe('true')
  const own = screen.getByRole('switch', { name: 'Mails about your own credits' })
  await user.click(own)
  await waitFor(() => expect(own.getAttribute('aria-checked')).toBe('false'))
})

test('an inbox that cannot be loaded says so, and can be tried again', async () => {
  const { user } = await visit('/', { as: 'billing' })
  server.use(http.get('*/api/v1/teams/:team/inbox', () => HttpResponse.error()))
  await user.click(await screen.findByRole('link', { name: /^Inbox/ }))
  const retry = await screen.findByRole('button', { name: 'Try again' })
  server.resetHandlers()
  server.use(...apiHandlers(await createWorld({ scenario: 'example', now: () => NOW })))
  await user.click(retry)
  await screen.findByRole('region', { name: 'Messages' })
})
