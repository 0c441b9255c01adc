import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AuditRecord } from '#api/audit/records.ts'
import { recordProviderSignIn } from '#server/sign-in/record-provider.ts'
import { PEOPLE_ROUTES } from '#shared/contract/people-routes.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { PASSWORD, type SignInHost, signInHost } from '#test/support/sign-in.ts'
import { ACME, NOW } from '#test/support/team.ts'

const ADA = { name: 'Ada', email: 'ada@example.com', operator: true }
const AGENT = { 'user-agent': 'Firefox' }

let host: SignInHost
let cookie: string
let person: string

beforeEach(async () => {
  host = await signInHost()
  ;({ cookie, person } = await host.enter(ADA))
  for (const id of ['acme', 'beta']) {
    const { name, email } = ADA
    await host.store.createTeam({ ...ACME, id })
    const member = { id: person, name, email, roles: ['member'], createdAt: NOW, person } as const
    await host.store.team(id).write((tx) => tx.addMembers([member]))
  }
})
afterEach(() => host.close())

const ALL = { after: 0, limit: 100 }
const entriesOf = (team: string) => host.store.team(team).auditInOrder(ALL)
const ofServer = () => host.store.serverAudit.auditInOrder(ALL)

function ask(
  route: { method: string; path: string },
  body: unknown,
  session?: string,
  params: { session?: string } = {},
) {
  const init =
    route.method === 'delete' || route.method === 'get'
      ? { method: route.method.toUpperCase(), headers: {} }
      : jsonInit(route.method.toUpperCase(), body)
  const headers = {
    ...init.headers,
    ...AGENT,
    ...(session === undefined ? {} : { cookie: session }),
  }
  return host.fetch(route.path.replace('{session}', params.session ?? 'none'), { ...init, headers })
}

function byAda(given: Partial<AuditRecord>) {
  return { at: NOW, actor: { kind: 'person', id: person, name: 'Ada' }, ...given }
}

describe('what a person does to their own way in', () => {
  const credentials = { email: ADA.email, password: PASSWORD }

  it('signing in is told to each of their teams', async () => {
    await ask(PEOPLE_ROUTES.signIn, credentials)
    const entry = byAda({ action: 'signed-in', after: { way: 'password', browser: 'Firefox' } })
    expect(await entriesOf('acme')).toMatchObject([entry])
    expect(await entriesOf('beta')).toMatchObject([entry])
    expect(await ofServer()).toEqual([])
  })

  it('signing in with a mailed link, once for each link', async () => {
    host.links.length = 0
    await ask(PEOPLE_ROUTES.sendLink, { email: ADA.email })
    const body = { token: host.links[0]?.token }
    expect((await ask(PEOPLE_ROUTES.signInWithLink, body)).status).toBe(200)
    expect((await ask(PEOPLE_ROUTES.signInWithLink, body)).status).toBe(410)
    const entry = byAda({ action: 'signed-in', after: { way: 'link', browser: 'Firefox' } })
    expect(await entriesOf('acme')).toMatchObject([entry])
  })

  it('ending one session of theirs', async () => {
    const origin = { address: undefined, browser: undefined }
    await host.signIn.people.enter({ email: ADA.email, origin })
    const sessions = await (await ask(PEOPLE_ROUTES.sessions, undefined, cookie)).json()
    const other = sessions.sessions.find(({ current }: { current: boolean }) => !current)
    const answer = await ask(PEOPLE_ROUTES.endSession, undefined, cookie, { session: other.id })
    expect(answer.status).toBe(200)
    expect(await entriesOf('acme')).toMatchObject([
      byAda({ action: 'sessions-ended', before: { sessions: 'one' } }),
    ])
  })

  it('signing in by a provider, too; an answer of it that lets nobody in is not', async () => {
    const { people } = host.signIn
    const asker = {
      headers: new Headers(),
      origin: { address: '192.0.2.9', browser: undefined },
      requestId: 'r',
    }
    const to = { store: host.store, people, now: () => NOW }
    const entered = await people.enter({ email: ADA.email, origin: asker.origin })
    const headers = new Headers()
    for (const line of entered?.cookies ?? []) headers.append('set-cookie', line)
    await recordProviderSignIn(to, { response: new Response(null, { headers }), asker })
    await recordProviderSignIn(to, { response: new Response(null), asker })
    expect(await entriesOf('acme')).toMatchObject([
      byAda({ action: 'signed-in', address: '192.0.2.9', after: { way: 'provider' } }),
    ])
  })

  it('of somebody who is in no team, to the server’s own log', async () => {
    await host.enter({ name: 'Bo', email: 'bo@example.com' })
    await ask(PEOPLE_ROUTES.signIn, { ...credentials, email: 'bo@example.com' })
    expect(await ofServer()).toMatchObject([{ action: 'signed-in', object: { name: 'Bo' } }])
  })

  it('an attempt that failed names whose account, not who, and never what was typed', async () => {
    const answer = await ask(PEOPLE_ROUTES.signIn, { ...credentials, password: 'typed by mistake' })
    expect(answer.status).toBe(401)
    const failed = { action: 'sign-in-failed', object: { id: person }, actor: { kind: 'unknown' } }
    await vi.waitFor(async () => expect(await entriesOf('acme')).toMatchObject([failed]))
    expect(JSON.stringify(await entriesOf('acme'))).not.toContain('typed by mistake')
  })

  it('of an address that nobody has, nothing is kept', async () => {
    await ask(PEOPLE_ROUTES.signIn, { ...credentials, email: 'nobody@example.com' })
    // What comes after it is there, and nothing else.
    await ask(PEOPLE_ROUTES.signIn, credentials)
    expect(await entriesOf('acme')).toMatchObject([{ action: 'signed-in' }])
    expect(await ofServer()).toEqual([])
  })

  it.each([
    ['signing out', 'signOut', {}, 'signed-out'],
    ['ending other sessions', 'endOtherSessions', undefined, 'sessions-ended'],
    [
      'another password',
      'changePassword',
      { current: PASSWORD, next: 'planted new one' },
      'password-changed',
    ],
  ] as const)('%s', async (_, name, body, action) => {
    const answer = await ask(PEOPLE_ROUTES[name], body, cookie)
    expect(answer.status, await answer.text()).toBe(200)
    expect(await entriesOf('acme')).toMatchObject([byAda({ action })])
    expect(JSON.stringify(await entriesOf('acme'))).not.toContain('planted')
  })

  it.each([
    [
      'another password with a wrong one',
      'changePassword',
      { current: 'wrong one here', next: 'planted new one' },
    ],
    ['ending a session that is not there', 'endSession', undefined],
  ] as const)('%s is refused and writes nothing', async (_, name, body) => {
    const answer = await ask(PEOPLE_ROUTES[name], body, cookie)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(await entriesOf('acme')).toEqual([])
  })

  it.each([
    ['with a first team', { id: 'first', name: 'First', plan: 'team', zone: 'UTC' }],
    ['without one', undefined],
  ])('setting up the server %s', async (_, team) => {
    const fresh = await signInHost()
    const token = await fresh.signIn.setUp()
    const body = { token, name: 'Op', email: 'op@example.com', password: PASSWORD, team }
    const init = jsonInit('POST', body)
    const answer = await fresh.fetch(PEOPLE_ROUTES.setUp.path, init)
    expect(answer.status, await answer.text()).toBe(200)
    const { serverAudit } = fresh.store
    const entries = await (team ? fresh.store.team(team.id) : serverAudit).auditInOrder(ALL)
    const actor = { kind: 'person', name: 'Op' }
    expect(entries).toMatchObject([{ action: 'server-set-up', actor }])
    expect((await fresh.fetch(PEOPLE_ROUTES.setUp.path, init)).status).toBe(410)
    expect(await serverAudit.auditInOrder(ALL)).toHaveLength(team ? 0 : 1)
    await fresh.close()
  })

  it('a team that is made has its maker as its first entry', async () => {
    const body = { id: 'gamma', name: 'Gamma', plan: 'team', zone: 'UTC' }
    const answer = await ask(PEOPLE_ROUTES.createTeam, body, cookie)
    expect(answer.status, await answer.text()).toBe(200)
    const made = byAda({ action: 'team-made', object: { id: 'gamma', name: 'Gamma' } })
    expect(await entriesOf('gamma')).toMatchObject([
      { ...made, after: { plan: 'team', zone: 'UTC' } },
    ])
    await ask(PEOPLE_ROUTES.createTeam, body, cookie)
    expect(await entriesOf('gamma')).toHaveLength(1)
  })
})
