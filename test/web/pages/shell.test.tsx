import { screen, waitFor, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { createWorld, type World } from '#mocks/world.ts'
import { apiOver } from '#test/support/api-host.ts'
import { NOW, serveApi, server, visit } from '../support/app-under-test.tsx'
import { diskFull } from '../support/problem.ts'

serveApi()

test('the pages are linked, and the one shown is marked', async () => {
  const { user, address } = await visit('/')
  const nav = within(await screen.findByRole('navigation', { name: 'Pages' }))
  expect(nav.getAllByRole('link').map((link) => link.textContent)).toEqual([
    'Resource usage',
    'Flows',
    'AI credits',
    'API calls',
    'Assistant',
    'Team',
  ])
  await user.click(nav.getByRole('link', { name: 'Assistant' }))
  await screen.findByRole('heading', { level: 1, name: 'Assistant credits' })
  expect(address()).toBe('/assistant')
  expect(nav.getByRole('link', { name: 'Assistant' }).getAttribute('aria-current')).toBe('page')
})

test('the cycle picker goes back to the first cycle, and the choice goes along', async () => {
  const { user, address } = await visit('/')
  await user.click(await screen.findByRole('combobox', { name: 'Billing cycle' }))
  const options = await screen.findAllByRole('option')
  expect(options.length).toBeGreaterThan(2)
  await user.click(options[1] ?? document.body)
  await waitFor(() => expect(address()).toBe('/?cycle=2026-10-02'))
  const nav = within(screen.getByRole('navigation', { name: 'Pages' }))
  await user.click(nav.getByRole('link', { name: 'API calls' }))
  await waitFor(() => expect(address()).toBe('/api-calls?cycle=2026-10-02'))
})

test('seen with other eyes, nothing of the former view stays', async () => {
  const { user } = await visit('/')
  await screen.findByRole('region', { name: 'Flows credits' })
  await user.click(screen.getByRole('button', { name: /^View as: / }))
  await user.click(await screen.findByRole('menuitemradio', { name: /Member/ }))
  await screen.findByText(/your own use in Tidewater Labs/)
  expect(screen.queryByRole('region', { name: 'Flows credits' })).toBeNull()
})

test('the theme is chosen in the page', async () => {
  const { user } = await visit('/')
  await user.click(await screen.findByRole('button', { name: 'Theme: As the device' }))
  await user.click(await screen.findByRole('menuitemradio', { name: 'Dark' }))
  expect(document.documentElement.dataset.theme).toBe('dark')
})

test('an example team is marked as one', async () => {
  await visit('/')
  await screen.findByText('Example data.')
})

test('an address without a page says so and leads back', async () => {
  await visit('/nowhere')
  await screen.findByText('There is no page at this address')
  screen.getByRole('link', { name: 'Go to Resource usage' })
})

test('without a session the reason is told, and a stored viewer can be let go of', async () => {
  const { user, world } = await visit('/', { as: 'nobody-at-all' })
  await screen.findByRole('alert')
  await user.click(screen.getByRole('button', { name: 'View as the default viewer instead' }))
  await screen.findByRole('region', { name: 'Flows credits' })
  expect(world.fault).toBe('none')
})

test('where every request fails, the page is the failure: it has a main part and a heading', async () => {
  const world = await createWorld({ scenario: 'example', now: () => NOW, fault: 'errors' })
  await visit('/', { world })
  const main = within(await screen.findByRole('main'))
  const heading = main.getByRole('heading', { level: 1 })
  expect(heading.textContent).toBe('Something went wrong on our side')
  expect(document.title).toBe('Something went wrong on our side · Headroom')
})

test('a team that there is not leads to the viewer’s own', async () => {
  const { user } = await visit('/?team=elsewhere')
  const alert = within(await screen.findByRole('alert'))
  expect(alert.queryByRole('button')).toBeNull()
  await user.click(alert.getByRole('link', { name: 'Go to your own team' }))
  await screen.findByRole('region', { name: 'Flows credits' })
})

test('a proxy’s page in place of an answer says that the server is away', async () => {
  await visit('/')
  server.use(
    http.get('*/api/v1/session', () => new HttpResponse('<h1>Bad Gateway</h1>', { status: 502 })),
  )
  const main = within(await screen.findByRole('main'))
  main.getByRole('heading', { name: 'The server can’t be reached' })
  main.getByRole('button', { name: 'Try again' })
})

test('a session that fails can be tried again', async () => {
  const { user, world } = await visit('/')
  let fails = true
  server.use(
    http.get('*/api/v1/session', ({ request }) => (fails ? diskFull() : world.fetch(request))),
  )
  await screen.findByText('The disk is full.')
  fails = false
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByRole('region', { name: 'Flows credits' })
})

test('without a team yet, it says how to add one', async () => {
  const { fetch } = apiOver(createMemoryStore())
  const world: World = {
    fault: 'none',
    daysAhead: 0,
    fetch: (request) => fetch(new URL(request.url).pathname),
  }
  await visit('/', { world })
  await screen.findByText('There is no team yet')
  expect(screen.queryByRole('alert')).toBeNull()
})
