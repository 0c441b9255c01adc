import { beforeEach, describe, expect, it } from 'vitest'
import { jsonInit } from '#test/support/api-host.ts'
import { ENGINES } from '#test/support/engines.ts'
import { cookieOf, PASSWORD, type SignInHost, signInHost } from '#test/support/sign-in.ts'
import { addAcme } from '#test/support/team.ts'

const ADA = { name: 'Ada', email: 'ada@example.com' }
const EVE = { name: 'Eve', email: 'eve@example.com' }

describe.each(ENGINES)('signing in ($name)', ({ open }) => {
  let host: SignInHost
  beforeEach(async (context) => {
    const engine = await open()
    if ('missing' in engine) return context.skip(`no PostgreSQL on this machine: ${engine.missing}`)
    host = await signInHost({ engine })
    return () => host.close()
  })

  const post = (path: string, body: unknown, cookie?: string) => {
    const init = jsonInit('POST', body)
    const headers = { ...init.headers, ...(cookie === undefined ? {} : { cookie }) }
    return host.fetch(`/api/v1/${path}`, { ...init, headers })
  }
  const get = (path: string, cookie: string) =>
    host.fetch(`/api/v1/${path}`, { headers: { cookie } })
  const signIn = (password: string, email = ADA.email) => post('sign-in', { email, password })
  const isIn = async (cookie: string) => (await get('sessions', cookie)).status === 200

  it('with the password, in whatever letters the address is', async () => {
    await host.enter(ADA)
    const response = await signIn(PASSWORD, 'Ada@Example.COM')
    expect(await response.json()).toEqual({ person: ADA })
    expect(await isIn(cookieOf(response.headers.getSetCookie()))).toBe(true)
  })

  it('sets a cookie that no script and no other site has, for this address alone', async () => {
    await host.enter(ADA)
    const [cookie = ''] = (await signIn(PASSWORD)).headers.getSetCookie()
    expect(cookie).toMatch(/^__Host-headroom\.session_token=/)
    const attributes = cookie.split('; ').slice(1)
    expect(attributes.toSorted()).toEqual(
      ['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax', 'Secure'].toSorted(),
    )
  })

  it('says the same of a wrong password, of nobody, and of somebody without one', async () => {
    await host.enter(ADA)
    await host.signIn.people.create({ ...EVE, password: undefined, operator: false })
    const answers = []
    for (const email of [ADA.email, 'nobody@example.com', EVE.email]) {
      const response = await signIn('not the password', email)
      const { requestId, ...problem } = await response.json()
      answers.push({ status: response.status, problem, cookies: response.headers.getSetCookie() })
    }
    expect(answers[0]).toMatchObject({ status: 401, problem: { code: 'wrong-credentials' } })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  it('with a mailed link, once', async () => {
    await host.enter(ADA)
    host.links.length = 0
    expect(await (await post('sign-in/link', { email: ADA.email })).json()).toEqual({ done: true })
    const [link] = host.links
    const first = await post('sign-in/link/use', { token: link?.token })
    expect(await isIn(cookieOf(first.headers.getSetCookie()))).toBe(true)
    const second = await post('sign-in/link/use', { token: link?.token })
    expect(second.status).toBe(410)
    expect(second.headers.getSetCookie()).toEqual([])
  })

  it('a link that ten browsers use at once signs one of them in', async () => {
    await host.enter(ADA)
    host.links.length = 0
    await post('sign-in/link', { email: ADA.email })
    const uses = Array.from({ length: 10 }, () =>
      post('sign-in/link/use', { token: host.links[0]?.token }),
    )
    const statuses = (await Promise.all(uses)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 410)])
  })

  it('a link asked for somebody who is not known says the same, and lets nobody in', async () => {
    expect(await (await post('sign-in/link', { email: 'x@example.com' })).json()).toEqual({
      done: true,
    })
    const used = await post('sign-in/link/use', { token: host.links[0]?.token })
    expect(used.status).toBe(410)
    expect(await host.signIn.people.find('x@example.com')).toBeUndefined()
  })

  it.each([
    ['made up', () => '__Host-headroom.session_token=abc.def'],
    ['with another signature', (cookie: string) => cookie.slice(0, -4)],
    ['of another token', (cookie: string) => cookie.replace(/=./, '=-')],
    ['without signature', (cookie: string) => cookie.split('.').slice(0, 2).join('.')],
  ])('a cookie %s is nobody’s', async (_, forge) => {
    const { cookie } = await host.enter(ADA)
    expect(await isIn(cookie)).toBe(true)
    expect(await isIn(forge(cookie))).toBe(false)
  })

  it('signing out ends the session on the server, not only in the browser', async () => {
    const { cookie } = await host.enter(ADA)
    const out = await post('sign-out', {}, cookie)
    expect(out.headers.getSetCookie().join()).toMatch(/session_token=;.*Max-Age=0/)
    expect(await isIn(cookie)).toBe(false)
  })

  it('lists one’s own sessions, and ends any of them at once', async () => {
    const { cookie } = await host.enter(ADA)
    const other = cookieOf((await signIn(PASSWORD)).headers.getSetCookie())
    await host.enter(EVE)
    const { sessions } = await (await get('sessions', cookie)).json()
    expect(sessions).toHaveLength(2)
    expect(sessions.filter((session: { current: boolean }) => session.current)).toHaveLength(1)
    const ended = sessions.find((session: { current: boolean }) => !session.current)
    const init = { method: 'DELETE', headers: { cookie } }
    expect((await host.fetch(`/api/v1/sessions/${ended.id}`, init)).status).toBe(200)
    expect([await isIn(cookie), await isIn(other)]).toEqual([true, false])
  })

  it('nobody ends the session of another', async () => {
    const ada = await host.enter(ADA)
    const eve = await host.enter(EVE)
    const { sessions } = await (await get('sessions', ada.cookie)).json()
    const init = { method: 'DELETE', headers: { cookie: eve.cookie } }
    expect((await host.fetch(`/api/v1/sessions/${sessions[0].id}`, init)).status).toBe(404)
    expect(await isIn(ada.cookie)).toBe(true)
  })

  it('signs every other browser out', async () => {
    const { cookie } = await host.enter(ADA)
    const other = cookieOf((await signIn(PASSWORD)).headers.getSetCookie())
    await host.fetch('/api/v1/sessions', { method: 'DELETE', headers: { cookie } })
    expect([await isIn(cookie), await isIn(other)]).toEqual([true, false])
  })

  it('a changed password signs every other browser out; the old one lets nobody in', async () => {
    const { cookie } = await host.enter(ADA)
    const other = cookieOf((await signIn(PASSWORD)).headers.getSetCookie())
    const next = 'another horse battery'
    const change = (current: string | undefined) => {
      const { headers, ...init } = jsonInit('PUT', { current, next })
      return host.fetch('/api/v1/password', { ...init, headers: { ...headers, cookie } })
    }
    expect((await change('not it')).status).toBe(401)
    expect((await change(undefined)).status).toBe(401)
    const changed = await change(PASSWORD)
    expect(changed.status).toBe(200)
    expect(await isIn(other)).toBe(false)
    expect(await isIn(cookieOf(changed.headers.getSetCookie()))).toBe(true)
    expect((await signIn(PASSWORD)).status).toBe(401)
    expect((await signIn(next)).status).toBe(200)
  })

  it('the first start is set up once, with its token', async () => {
    const team = { id: 'acme', name: 'Acme', plan: 'team', zone: 'Asia/Kathmandu' }
    const body = { ...ADA, password: PASSWORD, team }
    const token = await host.signIn.setUp()
    expect((await post('set-up', { ...body, token: 'guessed' })).status).toBe(410)
    expect((await post('set-up', { ...body, token, team: { ...team, plan: 'none' } })).status).toBe(
      404,
    )
    const done = await post('set-up', { ...body, token })
    expect(done.status).toBe(200)
    const session = await get('session', cookieOf(done.headers.getSetCookie()))
    expect(await session.json()).toMatchObject({
      kind: 'session',
      actor: { name: 'Ada', roles: ['admin', 'billing'], operator: true },
      team: { id: 'acme', zone: 'Asia/Kathmandu' },
      teams: [{ id: 'acme' }],
      viewAs: [],
    })
    expect((await post('set-up', { ...body, email: EVE.email, token })).status).toBe(410)
    expect(await host.signIn.setUp()).toBeUndefined()
  })

  it('a link of an earlier start sets nothing up, and neither does any once somebody is there', async () => {
    const team = { id: 'acme', name: 'Acme', plan: 'team', zone: 'UTC' }
    const earlier = await host.signIn.setUp()
    const token = await host.signIn.setUp()
    const setUp = (person: object, given: object = {}) =>
      post('set-up', { ...person, password: PASSWORD, token, team, ...given })
    const over = await setUp(EVE, { token: earlier })
    expect([over.status, await over.json()]).toEqual([
      410,
      expect.objectContaining({ detail: expect.stringContaining('Start the server again') }),
    ])
    const tries = [setUp(ADA), setUp(EVE, { team: { ...team, id: 'beta' } })]
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 410])
    const late = await setUp(EVE, { team: { ...team, id: 'gamma' } })
    expect([late.status, await late.json()]).toEqual([
      410,
      expect.objectContaining({ detail: 'Somebody looks after this server already: sign in.' }),
    ])
  })

  it('is set up without a team, where teams are there', async () => {
    const signedOut = async () => (await get('session', '')).json()
    expect(await signedOut()).toMatchObject({ kind: 'signed-out', isNew: true })
    // Somebody whom the command line let in looks after nothing.
    await host.enter(EVE)
    const token = await host.signIn.setUp()
    const body = { ...ADA, password: PASSWORD, token }
    expect((await post('set-up', { ...body, email: EVE.email })).status).toBe(409)
    const done = await post('set-up', body)
    expect(done.status).toBe(200)
    const session = await get('session', cookieOf(done.headers.getSetCookie()))
    expect(await session.json()).toMatchObject({
      kind: 'no-team',
      signedIn: { email: ADA.email, operator: true },
    })
    expect(await signedOut()).not.toHaveProperty('isNew')
    const entries = await host.store.serverAudit.audit({ limit: 1 })
    expect(entries).toMatchObject([{ action: 'server-set-up', actor: { name: 'Ada' } }])
  })

  it('a name that is taken is told before the link is used up', async () => {
    await addAcme(host.store)
    const token = await host.signIn.setUp()
    const team = { id: 'acme', name: 'Acme', plan: 'team', zone: 'UTC' }
    const body = { ...ADA, password: PASSWORD, token }
    expect((await post('set-up', { ...body, team })).status).toBe(409)
    expect((await post('set-up', { ...body, team: { ...team, id: 'beta' } })).status).toBe(200)
  })

  it('a first password signs every other browser out, too', async () => {
    await host.signIn.people.create({ ...EVE, password: undefined, operator: false })
    const origin = { address: undefined, browser: undefined }
    const enter = async () =>
      cookieOf((await host.signIn.people.enter({ email: EVE.email, origin }))?.cookies ?? [])
    const [cookie, other] = [await enter(), await enter()]
    const { headers, ...init } = jsonInit('PUT', { next: 'another horse battery' })
    const changed = await host.fetch('/api/v1/password', {
      ...init,
      headers: { ...headers, cookie },
    })
    expect(changed.status).toBe(200)
    expect([await isIn(cookie), await isIn(other)]).toEqual([true, false])
  })

  it('of two first passwords that are set at once, one is', async () => {
    await host.signIn.people.create({ ...EVE, password: undefined, operator: false })
    const origin = { address: undefined, browser: undefined }
    const entered = await host.signIn.people.enter({ email: EVE.email, origin })
    const cookie = cookieOf(entered?.cookies ?? [])
    const passwords = Array.from({ length: 4 }, (_, n) => `another horse battery ${n}`)
    const answers = await Promise.all(
      passwords.map(async (next) => {
        const { headers, ...init } = jsonInit('PUT', { next })
        const put = { ...init, headers: { ...headers, cookie } }
        return (await host.fetch('/api/v1/password', put)).status
      }),
    )
    expect(answers.toSorted()).toEqual([200, 401, 401, 401])
    expect(host.failures).toEqual([])
    const first = passwords[answers.indexOf(200)] ?? ''
    expect((await signIn(first, EVE.email)).status).toBe(200)
  })

  it('a team is there for its members alone', async () => {
    const { cookie, person } = await host.enter(ADA)
    await addAcme(host.store)
    expect((await get('teams/acme/usage', cookie)).status).toBe(404)
    expect(await (await get('session', cookie)).json()).toMatchObject({ kind: 'no-team' })
    await host.store
      .team('acme')
      .write((tx) =>
        tx.addMembers([{ ...ADA, id: 'ada-2', roles: ['member'], createdAt: 0, person }]),
      )
    expect((await get('teams/acme/usage', cookie)).status).toBe(200)
    expect((await get('session', cookie)).status).toBe(200)
  })

  it('nobody views as another', async () => {
    const { cookie, person } = await host.enter(ADA)
    await addAcme(host.store)
    await host.store
      .team('acme')
      .write((tx) =>
        tx.addMembers([{ ...ADA, id: 'ada-2', roles: ['member'], createdAt: 0, person }]),
      )
    const headers = { cookie, 'x-headroom-view-as': 'billing' }
    const response = await host.fetch('/api/v1/session', { headers })
    expect(await response.json()).toMatchObject({ actor: { roles: ['member'] }, viewAs: [] })
    const invoices = await host.fetch('/api/v1/teams/acme/invoices', { headers })
    expect(invoices.status).toBe(403)
  })
})
