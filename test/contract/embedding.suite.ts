import { beforeEach, describe, expect, it } from 'vitest'
import { firstBroken, START } from '#api/audit/chain.ts'
import { makeKey } from '#api/keys/key-text.ts'
import { guardedTeam, NoLongerAllowed } from '#api/people/guarded-team.ts'
import { openEmbedReplySchema } from '#shared/contract/embed.ts'
import { EMBED_HEADER } from '#shared/contract/embed-path.ts'
import type { Action } from '#shared/contract/permissions.ts'
import type { Role } from '#shared/contract/values.ts'
import { HOUR, SECOND } from '#shared/credits/amounts.ts'
import { type ApiHost, jsonInit } from '#test/support/api-host.ts'
import { cookieOf } from '#test/support/sign-in.ts'
import { ACME, addAcme, MEMBERS, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const LINKS = '/api/v1/teams/acme/embed-links'
const FLOWS = '/api/v1/teams/acme/resources/flows'
const ALL: readonly Role[] = ['admin', 'billing', 'member']

/** What embedding promises, whatever it is stored in and whatever the API is asked through. */
export function describeEmbedding(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`embedding over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
      await api.store.createTeam({ ...ACME, id: 'beta', name: 'Beta' })
      await api.store.team('beta').write((tx) => tx.addMembers(MEMBERS))
    })

    /** A key as a host product has it, made by the operator or by a member. */
    const key = async (
      given: { roles?: readonly Role[]; by?: string; teams?: string[]; scopes?: ['runs'] } = {},
    ) => {
      const { secret, ...known } = makeKey('service')
      const { roles = ALL, by = 'operator', teams = ['acme'], scopes = ['embed'] } = given
      const actor = { id: by, name: by }
      await api.store.team('acme').write((tx) =>
        tx.saveKey({
          ...known,
          kind: 'service',
          name: 'Portal',
          teams,
          scopes,
          roles,
          createdAt: NOW,
          actor,
        }),
      )
      return { secret, id: known.id }
    }
    const ask = (secret: string | undefined, body: object, path = LINKS) => {
      const init = jsonInit('POST', body)
      const headers = new Headers(init.headers)
      if (secret !== undefined) headers.set('authorization', `Bearer ${secret}`)
      return api.fetch(path, { ...init, headers })
    }
    const token = async (secret: string | undefined, member = 'cara', path = LINKS) => {
      const reply = await (await ask(secret, { member }, path)).json()
      return new URLSearchParams(new URL(reply.url).hash.slice(1)).get('token') ?? ''
    }
    const use = (given: string) =>
      api.fetch('/api/v1/embed-sessions', jsonInit('POST', { token: given }))
    /** What a page sends that was opened by a link. */
    const opened = async (given: string) => {
      const response = await use(given)
      expect(response.status).toBe(200)
      const { embed } = openEmbedReplySchema.parse(await response.json())
      return { cookie: cookieOf(response.headers.getSetCookie()), [EMBED_HEADER]: embed }
    }
    const viewed = async (secret: string | undefined, member = 'cara') =>
      opened(await token(secret, member))
    const session = async (headers: Record<string, string>) =>
      (await api.fetch('/api/v1/session', { headers })).json()
    const turnOn = (headers: Record<string, string>) => {
      const init = jsonInit('PUT', { on: true, target: { kind: 'team' } })
      const path = '/api/v1/teams/acme/resources/flows/pay-as-you-go'
      return api.fetch(path, { ...init, headers: { ...init.headers, ...headers } })
    }
    const problem = async (response: Response) => {
      const { status, code } = await response.json()
      return { status, code }
    }
    const entries = async () => api.store.team('acme').auditInOrder({ after: 0, limit: 100 })

    it('a link opens the team’s dashboard as the member, and as nobody else', async () => {
      const { secret } = await key()
      const headers = await viewed(secret)
      expect(await session(headers)).toMatchObject({
        kind: 'session',
        actor: { name: 'Cara Ćosić', member: { id: 'cara' }, roles: ['member'] },
        team: { id: 'acme' },
        teams: [{ id: 'acme' }],
        embeddedBy: 'Portal',
        viewAs: [],
      })
      expect((await api.fetch('/api/v1/teams/acme/usage', { headers })).status).toBe(200)
      expect((await api.fetch(FLOWS, { headers })).status).toBe(403)
      expect((await api.fetch('/api/v1/teams/beta/usage', { headers })).status).toBe(404)
    })

    it('the answer says where and until when; the token is kept by its hash alone', async () => {
      const { secret } = await key()
      const reply = await (await ask(secret, { member: 'cara', path: '/flows' })).json()
      expect(reply).toEqual({
        url: expect.stringMatching(/^http:\/\/headroom\.test\/embed#token=acme\.[\w-]{43}$/),
        expiresAt: NOW + 60 * SECOND,
      })
      const given = new URLSearchParams(new URL(reply.url).hash.slice(1)).get('token') ?? ''
      const kept = await api.store.team('acme').embedsOf({ member: 'cara', kind: 'link' })
      expect(kept).toHaveLength(1)
      expect(JSON.stringify(kept)).not.toContain(given.slice(-20))
      expect(await (await use(given)).json()).toMatchObject({ path: '/flows' })
    })

    it('works once', async () => {
      const { secret } = await key()
      const given = await token(secret)
      await opened(given)
      expect(await problem(await use(given))).toEqual({ status: 410, code: 'link-over' })
    })

    it('of 12 who use it at once, one gets in', async () => {
      const { secret } = await key()
      const given = await token(secret)
      const statuses = await Promise.all(
        Array.from({ length: 12 }, async () => (await use(given)).status),
      )
      expect(statuses.filter((status) => status === 200)).toHaveLength(1)
      expect(statuses.filter((status) => status === 410)).toHaveLength(11)
      const sessions = await api.store.team('acme').embedsOf({ member: 'cara', kind: 'session' })
      expect(sessions).toHaveLength(1)
    })

    it('works for a minute', async () => {
      const { secret } = await key()
      const [early, late] = [await token(secret), await token(secret)]
      api.setNow(NOW + 60 * SECOND - 1)
      await opened(early)
      api.setNow(NOW + 60 * SECOND)
      expect(await problem(await use(late))).toEqual({ status: 410, code: 'link-over' })
    })

    it.each([
      ['nothing', ''],
      ['a made-up token', 'acme.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
      ['a team that is not there', 'none.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
      ['a broken escape', '%E0%A4%A.AAAA'],
    ])('%s opens nothing', async (_, given) => {
      const { status } = await use(given)
      expect(given === '' ? [400] : [410]).toContain(status)
    })

    it('a token for one team opens no other that has a member of the same id', async () => {
      const { secret } = await key()
      const given = await token(secret)
      expect((await use(given.replace(/^acme/, 'beta'))).status).toBe(410)
      const headers = await opened(given)
      const cookie = headers.cookie.replace('=acme.', '=beta.')
      expect((await session({ ...headers, cookie })).kind).toBe('signed-out')
    })

    it('neither opens what the other is for: a link is no session, and a session no link', async () => {
      const { secret } = await key()
      const given = await token(secret)
      const headers = await opened(await token(secret))
      const [name = '', kept = ''] = headers.cookie.split('=')
      expect((await session({ ...headers, cookie: `${name}=${given}` })).kind).toBe('signed-out')
      expect((await use(kept)).status).toBe(410)
    })

    it('is over after eight hours, however much it is used', async () => {
      const { secret } = await key()
      const headers = await viewed(secret)
      api.setNow(NOW + 8 * HOUR - 1)
      expect((await session(headers)).kind).toBe('session')
      api.setNow(NOW + 8 * HOUR)
      expect((await session(headers)).kind).toBe('signed-out')
      expect(await problem(await api.fetch('/api/v1/teams/acme/usage', { headers }))).toEqual({
        status: 401,
        code: 'signed-out',
      })
    })

    it('ends with the member', async () => {
      const { secret } = await key()
      const headers = await viewed(secret, 'dan')
      const unused = await token(secret, 'dan')
      await api.call('removeMember', { params: { ...TEAM, member: 'dan' } })
      expect((await session(headers)).kind).toBe('signed-out')
      expect((await use(unused)).status).toBe(410)
      expect(await problem(await ask(secret, { member: 'dan' }))).toEqual({
        status: 404,
        code: 'unknown-member',
      })
    })

    it('ends with the key', async () => {
      const { secret, id } = await key()
      const headers = await viewed(secret)
      const unused = await token(secret)
      await api.call('endServiceKey', { params: { ...TEAM, key: id } })
      expect((await session(headers)).kind).toBe('signed-out')
      expect((await use(unused)).status).toBe(410)
      expect((await ask(secret, { member: 'cara' })).status).toBe(401)
    })

    it('a key that was replaced vouches until its overlap is over', async () => {
      const { secret, id } = await key({ roles: ['member'] })
      const headers = await viewed(secret)
      const rotated = { params: { ...TEAM, key: id }, body: { overlapHours: 1 } }
      await api.call('rotateServiceKey', rotated)
      expect((await session(headers)).kind).toBe('session')
      api.setNow(NOW + HOUR)
      expect((await session(headers)).kind).toBe('signed-out')
    })

    it('goes by the roles that the member has now', async () => {
      const { secret } = await key()
      const headers = await viewed(secret, 'bill')
      await api.store.team('acme').write(async (tx) => {
        const [bill] = await tx.members(['bill'])
        if (bill) await tx.changeMember({ ...bill, roles: ['member'] })
      })
      expect(await session(headers)).toMatchObject({ actor: { roles: ['member'] } })
      expect((await turnOn(headers)).status).toBe(403)
    })

    it.each<{ case: string; roles: Role[]; member: string; seen: Role[] | undefined }>([
      {
        case: 'all of them',
        roles: ['admin', 'billing', 'member'],
        member: 'bill',
        seen: ['billing'],
      },
      { case: 'not that one', roles: ['admin', 'member'], member: 'bill', seen: ['member'] },
      { case: 'none that they have', roles: ['admin'], member: 'bill', seen: undefined },
      { case: 'more than they hold', roles: ['admin', 'billing'], member: 'ada', seen: ['admin'] },
    ])('a key gives $case of $member’s roles at most', async ({ roles, member, seen }) => {
      const { secret } = await key({ roles })
      if (seen === undefined) {
        expect((await ask(secret, { member })).status).toBe(403)
        return
      }
      const headers = await viewed(secret, member)
      expect(await session(headers)).toMatchObject({ actor: { roles: seen } })
      expect((await turnOn(headers)).status).toBe(seen.includes('billing') ? 200 : 403)
    })

    it('a change is made by nobody whose view ended while they asked for it', async () => {
      const { secret, id } = await key()
      await viewed(secret, 'bill')
      const team = api.store.team('acme')
      const [kept] = await team.embedsOf({ member: 'bill', kind: 'session' })
      const member = { id: 'bill', name: 'Bill Billing' }
      const vouched = await api.store.key(id)
      const embedded = { session: kept?.hash ?? '', key: vouched, by: { id, name: 'Portal' } }
      const viewer = { ...member, member, roles: ['billing'], embedded } as const
      const write = (needs: readonly Action[]) =>
        guardedTeam(team, { viewer, needs }).write(async () => 'done')
      expect(await write(['switch-pay-as-you-go'])).toBe('done')
      await expect(write(['grant-billing'])).rejects.toThrow(NoLongerAllowed)
      await api.call('endServiceKey', { params: { ...TEAM, key: id } })
      await expect(write(['switch-pay-as-you-go'])).rejects.toThrow(NoLongerAllowed)
    })

    it('a key gives no more than its maker may, and nothing once the maker is gone', async () => {
      const give = (roles: Role[]) =>
        api.store.team('acme').write(async (tx) => {
          const [ada] = await tx.members(['ada'])
          if (ada) await tx.changeMember({ ...ada, roles })
        })
      await give(['admin', 'billing'])
      const { secret } = await key({ by: 'ada' })
      const headers = await viewed(secret, 'bill')
      expect((await turnOn(headers)).status).toBe(200)
      await give(['admin'])
      expect(await session(headers)).toMatchObject({ actor: { roles: ['member'] } })
      expect((await turnOn(headers)).status).toBe(403)
      await give(['member'])
      expect((await session(headers)).kind).toBe('signed-out')
      expect((await ask(secret, { member: 'bill' })).status).toBe(403)
    })

    it('the team’s keys say what they give now, and whether their maker left', async () => {
      const given = async () => {
        const { keys } = await api.call('serviceKeys', { params: TEAM })
        return keys.map(({ createdBy, gives, makerLeft }) => [createdBy, gives, makerLeft])
      }
      await key()
      await key({ by: 'ada' })
      await key({ scopes: ['runs'] })
      const change = (changed: object) =>
        api.store.team('acme').write(async (tx) => {
          const [ada] = await tx.members(['ada'])
          if (ada) await tx.changeMember({ ...ada, ...changed })
        })
      const operator = ['operator', [...ALL], false]
      const rest = [operator, ['operator', [...ALL], false]]
      await change({ roles: ['admin'] })
      expect(await given()).toEqual(
        expect.arrayContaining([...rest, ['ada', ['admin', 'member'], false]]),
      )
      await change({ roles: ['member'] })
      expect(await given()).toEqual(expect.arrayContaining([...rest, ['ada', [], false]]))
      await change({ removedAt: NOW })
      expect(await given()).toEqual(expect.arrayContaining([...rest, ['ada', [], true]]))
    })

    it('an Admin without Billing makes no key that gives Billing, nor replaces one', async () => {
      const body = { name: 'Portal', scopes: ['embed'], roles: ['admin', 'billing', 'member'] }
      const made = await api.refusal('createServiceKey', { params: TEAM, body, as: 'admin' })
      expect(made).toMatchObject({ status: 403, code: 'forbidden' })
      const { id } = await key()
      const asked = { params: { ...TEAM, key: id }, body: { overlapHours: 1 }, as: 'admin' }
      expect(await api.refusal('rotateServiceKey', asked)).toMatchObject({ status: 403 })
      const less = { ...body, roles: ['admin', 'member'] }
      const { secret } = await api.call('createServiceKey', {
        params: TEAM,
        body: less,
        as: 'admin',
      })
      const headers = await viewed(secret, 'bill')
      expect((await turnOn(headers)).status).toBe(403)
      const { keys } = await api.call('serviceKeys', { params: TEAM })
      expect(keys.find((each) => each.id !== id)).toMatchObject({ roles: ['admin', 'member'] })
    })

    it.each([
      ['embeds without roles', { scopes: ['embed'] }],
      ['has roles and does not embed', { scopes: ['runs'], roles: ['member'] }],
      ['embeds with no role', { scopes: ['embed'], roles: [] }],
    ])('there is no key that %s', async (_, given) => {
      const body = { name: 'Portal', ...given }
      const refused = await api.refusal('createServiceKey', { params: TEAM, body })
      expect(refused).toMatchObject({ code: 'invalid-request' })
      expect(refused.detail).toContain('$.roles')
    })

    it('a key opens its own team, and only one that embeds opens any', async () => {
      const { secret } = await key()
      const beta = '/api/v1/teams/beta/embed-links'
      expect((await ask(secret, { member: 'cara' }, beta)).status).toBe(404)
      const { secret: other } = await key({ scopes: ['runs'] })
      expect((await ask(other, { member: 'cara' })).status).toBe(403)
      expect((await ask(secret, { member: 'nobody' })).status).toBe(404)
    })

    it('where host products need no key, it works all the same', async () => {
      const headers = await viewed(undefined, 'bill')
      expect(await session(headers)).toMatchObject({ embeddedBy: 'The host product' })
      expect((await turnOn(headers)).status).toBe(200)
    })

    it.each([
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/account',
      '/team',
      '/kept-mails',
      '/sign-in',
      '/flows?team=beta',
      '/../account',
      'javascript:alert(1)',
    ])('leads to no other place: %s', async (path) => {
      const { secret } = await key()
      expect((await ask(secret, { member: 'cara', path })).status).toBe(400)
    })

    it.each([
      ['POST', '/api/v1/teams/acme/service-keys', { name: 'K', scopes: ['runs'] }],
      ['GET', '/api/v1/teams/acme/service-keys', undefined],
      ['POST', '/api/v1/teams/acme/personal-keys', { name: 'K' }],
      ['GET', '/api/v1/teams/acme/members', undefined],
      ['PUT', '/api/v1/teams/acme/members/dan/roles', { roles: ['admin'] }],
      ['DELETE', '/api/v1/teams/acme/members/dan', undefined],
      ['POST', '/api/v1/teams/acme/invitations', { email: 'x@example.com', roles: ['member'] }],
      ['POST', '/api/v1/teams/acme/webhooks', { url: 'https://hooks.example/x' }],
      ['POST', '/api/v1/teams/acme/connections', { provider: 'postman', key: 'k'.repeat(20) }],
      ['POST', LINKS, { member: 'bill' }],
      ['PUT', '/api/v1/teams/acme/plan', { plan: 'enterprise' }],
      ['GET', '/api/v1/kept-mails', undefined],
    ])('nobody lets anybody in there, or sends anything out: %s %s', async (method, path, body) => {
      await api.store.team('acme').write(async (tx) => {
        const [ada] = await tx.members(['ada'])
        if (ada) await tx.changeMember({ ...ada, roles: ['admin', 'billing'] })
      })
      const { secret } = await key()
      const headers = await viewed(secret, 'ada')
      const init = body === undefined ? { method } : jsonInit(method, body)
      const response = await api.fetch(path, { ...init, headers: { ...init.headers, ...headers } })
      expect([401, 403]).toContain(response.status)
    })

    it('what is decided there names the member, and the key that vouched for them', async () => {
      const { secret, id } = await key()
      const headers = await viewed(secret, 'bill')
      expect((await turnOn(headers)).status).toBe(200)
      const via = { id: `key:${id}`, name: 'Portal' }
      const bill = { kind: 'person', id: 'bill', name: 'Bill Billing' }
      expect(await entries()).toMatchObject([
        {
          action: 'embedding-link-made',
          actor: { kind: 'program', id: `key:${id}`, name: 'Portal' },
          object: { id: 'bill', name: 'Bill Billing' },
          after: { path: '/', roles: ['billing'], expiresAt: NOW + 60 * SECOND },
        },
        { action: 'signed-in', actor: bill, via, after: { way: 'embedding link' } },
        { action: 'pay-as-you-go-switched', actor: bill, via },
      ])
      expect(await firstBroken(await entries(), { team: 'acme', last: START })).toBeUndefined()
    })

    it('a page that says it is embedded speaks for nobody else', async () => {
      const { secret } = await key()
      const { [EMBED_HEADER]: embed = '', cookie } = await viewed(secret)
      const others = { 'x-headroom-view-as': 'admin' }
      expect((await session({ ...others, [EMBED_HEADER]: embed })).kind).toBe('signed-out')
      expect((await session({ ...others, cookie, [EMBED_HEADER]: 'x' })).kind).toBe('signed-out')
      expect(await session({ ...others, cookie, [EMBED_HEADER]: embed })).toMatchObject({
        actor: { name: 'Cara Ćosić' },
      })
      expect(await session({ ...others, cookie })).toMatchObject({ actor: { name: 'Ada Admin' } })
    })

    it('those of two members stand beside each other in one browser', async () => {
      const { secret } = await key()
      const [cara, dan] = [await viewed(secret, 'cara'), await viewed(secret, 'dan')]
      const cookie = `${cara.cookie}; ${dan.cookie}`
      expect(await session({ ...cara, cookie })).toMatchObject({ actor: { name: 'Cara Ćosić' } })
      expect(await session({ ...dan, cookie })).toMatchObject({
        actor: { name: 'Dan 100%_Percent' },
      })
    })

    it('opened again, it takes the place of the earlier one, also where that was copied', async () => {
      const { secret } = await key()
      const first = await viewed(secret)
      const other = await viewed(secret)
      const again = await api.fetch('/api/v1/embed-sessions', {
        ...jsonInit('POST', { token: await token(secret) }),
        headers: { 'content-type': 'application/json', cookie: first.cookie },
      })
      const cookie = cookieOf(again.headers.getSetCookie())
      expect((await session(first)).kind).toBe('signed-out')
      expect((await session({ ...first, cookie })).kind).toBe('session')
      // That of another browser goes on.
      expect((await session(other)).kind).toBe('session')
    })

    it('a browser keeps twenty, the newest: more cookies would be too long to send', async () => {
      const { secret } = await key()
      const ids = Array.from({ length: 25 }, (_, n) => `m${String(n).padStart(15, '0')}`)
      const cookie = ids.map((id) => `headroom-embed-${id}=acme.t`).join('; ')
      const response = await api.fetch('/api/v1/embed-sessions', {
        ...jsonInit('POST', { token: await token(secret) }),
        headers: { 'content-type': 'application/json', cookie: `other=1; ${cookie}` },
      })
      const lines = response.headers.getSetCookie()
      const ended = lines.filter((line) => line.includes('Max-Age=0'))
      expect(ended.map((line) => line.split('=')[0])).toEqual(
        ids.slice(0, 6).map((id) => `headroom-embed-${id}`),
      )
      expect(lines).toHaveLength(7)
    })

    it('opens a team whose id an address must escape', async () => {
      const id = 'a/b:c@d'
      await api.store.createTeam({ ...ACME, id, name: 'Odd' })
      await api.store.team(id).write((tx) => tx.addMembers(MEMBERS))
      const asked = { params: { team: id }, body: { member: 'cara' } }
      const { url } = await api.call('createEmbedLink', asked)
      const given = new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? ''
      expect(await session(await opened(given))).toMatchObject({ team: { id } })
    })

    it('unused links of a member do not pile up', async () => {
      const { secret } = await key()
      for (let n = 0; n < 100; n++) expect((await ask(secret, { member: 'cara' })).status).toBe(200)
      const refused = await ask(secret, { member: 'cara' })
      expect(refused.status).toBe(429)
      expect(refused.headers.get('retry-after')).toBe('60')
      expect((await ask(secret, { member: 'dan' })).status).toBe(200)
      api.setNow(NOW + 60 * SECOND)
      expect((await ask(secret, { member: 'cara' })).status).toBe(200)
      const left = await api.store.team('acme').embedsOf({ member: 'cara', kind: 'link' })
      expect(left).toHaveLength(1)
    })
  })
}
