import { cleanup, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { createWorld, type World } from '#mocks/world.ts'
import { EMBED_ROUTES } from '#shared/contract/embed-routes.ts'
import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { MEMBER_ROUTES } from '#shared/contract/member-routes.ts'
import { OPENING } from '#web/hooks/embed.ts'
import { useViewStore } from '#web/store/view-store.ts'
import { NOW, serveApi, visit } from '../support/app-under-test.tsx'

serveApi()
afterEach(() => {
  // Before the page is told that it is another's.
  cleanup()
  window.history.replaceState(null, '', '/')
})

const TEAM = '/api/v1/teams/tidewater'

function post(world: World, path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  return world.fetch(new Request(new URL(path, 'http://localhost'), init))
}

/** The token of a link for the first member with the role. */
async function tokenFor(world: World, role: 'billing' | 'member'): Promise<string> {
  const roster = await world.fetch(new Request(`http://localhost${TEAM}/members?limit=100`))
  const { members } = MEMBER_ROUTES.roster.reply.parse(await roster.json())
  const member = members.find(({ roles }) => roles.includes(role))?.id ?? ''
  const reply = HOST_ROUTES.createEmbedLink.reply.parse(
    await (await post(world, `${TEAM}/embed-links`, { member })).json(),
  )
  return new URLSearchParams(new URL(reply.url).hash.slice(1)).get('token') ?? ''
}

/** A dashboard that a host product opened, as the browser keeps it. */
async function embedded(path: string, role: 'billing' | 'member') {
  const world = await createWorld({ scenario: 'example', now: () => NOW })
  const token = await tokenFor(world, role)
  const response = await post(world, EMBED_ROUTES.openEmbed.path, { token })
  const { embed } = EMBED_ROUTES.openEmbed.reply.parse(await response.json())
  const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0])
  useViewStore.setState({ embed })
  const withCookie = (request: Request) => {
    const headers = new Headers(request.headers)
    headers.set('cookie', cookie.join('; '))
    return world.fetch(new Request(request, { headers }))
  }
  return visit(path, { world: { ...world, fetch: withCookie } })
}

describe('an embedded dashboard', () => {
  test('says who is looked on as, and has nothing of a person’s own', async () => {
    await embedded('/', 'billing')
    await screen.findByRole('heading', { level: 2, name: /Assistant/ })
    const header = within(screen.getByRole('banner'))
    header.getByText(/Billing/)
    expect(header.queryByRole('link', { name: /account/ })).toBeNull()
    expect(screen.queryByRole('button', { name: /^View as/ })).toBeNull()
  })

  test('leads to the audit log and the deliveries, and says where members are looked after', async () => {
    await embedded('/team', 'billing')
    await screen.findByText('Members and keys are looked after in Headroom itself')
    screen.getByRole('link', { name: 'Audit log' })
    screen.getByRole('link', { name: 'Delivery log and webhooks' })
    expect(screen.queryByRole('region', { name: 'Members' })).toBeNull()
    expect(screen.queryByRole('region', { name: 'Service keys' })).toBeNull()
  })

  test('adds no webhook', async () => {
    await embedded('/deliveries', 'billing')
    await screen.findByRole('region', { name: 'Deliveries' })
    expect(screen.queryByRole('region', { name: 'Webhooks' })).toBeNull()
  })

  test.each(['/account', '/sign-in', '/set-up', '/invitation', '/kept-mails', '/new-team'])(
    '%s is no page of it',
    async (path) => {
      await embedded(path, 'member')
      await screen.findByRole('heading', { level: 1, name: 'Not found' })
    },
  )

  test('that is over says what to do, and asks nobody to sign in', async () => {
    useViewStore.setState({ embed: 'AAAAAAAAAAAAAAAA' })
    await visit('/flows')
    await screen.findByRole('heading', { level: 1, name: 'This view is over' })
    screen.getByText('Open it again from the product that you came from.')
  })
})

describe('the page that a link opens', () => {
  const open = async (fragment: string, world?: World) => {
    window.history.replaceState(null, '', `/embed${fragment}`)
    useViewStore.setState({ embed: OPENING })
    await visit('/', world ? { world } : {})
  }

  test('says that a link is used up', async () => {
    const world = await createWorld({ scenario: 'example', now: () => NOW })
    const token = await tokenFor(world, 'member')
    await post(world, EMBED_ROUTES.openEmbed.path, { token })
    await open(`#token=${token}`, world)
    await screen.findByRole('heading', { level: 1, name: 'This link is used up' })
    screen.getByText(/Open it again from the product that you came from\.$/)
  })

  test('says where a browser keeps no session', async () => {
    const world = await createWorld({ scenario: 'example', now: () => NOW })
    const token = await tokenFor(world, 'member')
    const withoutCookies = (request: Request) => {
      const headers = new Headers(request.headers)
      headers.delete('cookie')
      return world.fetch(new Request(request, { headers }))
    }
    await open(`#token=${token}`, { ...world, fetch: withoutCookies })
    await screen.findByRole('heading', { level: 1, name: 'This browser keeps no session here' })
  })

  test('says that a link was cut short', async () => {
    await open('')
    await screen.findByRole('heading', { level: 1, name: 'This link is not whole' })
  })
})
