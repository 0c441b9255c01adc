import { beforeEach, describe, expect, it } from 'vitest'
import type { Member } from '#api/records.ts'
import { inviteSomebody } from '#server/cli/invite.ts'
import { invitationMail } from '#server/sign-in/invitation-mail.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { MOST_OF_TEAM } from '#shared/credits/team-limits.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { ENGINES } from '#test/support/engines.ts'
import {
  cookieOf,
  PASSWORD,
  PUBLIC_URL,
  type SignInHost,
  signInHost,
} from '#test/support/sign-in.ts'
import { ACME, addAcme, NOW } from '#test/support/team.ts'

const ADA = { name: 'Ada', email: 'ada@example.com' }
const EVE = { name: 'Eve', email: 'eve@example.com' }
const NEW_EVE = { name: 'Eve', password: PASSWORD }

describe.each(ENGINES)('invitations ($name)', ({ open }) => {
  let host: SignInHost
  /** Ada's cookie: she is an Admin of Acme. */
  let ada: string
  beforeEach(async (context) => {
    const engine = await open()
    if ('missing' in engine) return context.skip(`no PostgreSQL on this machine: ${engine.missing}`)
    host = await signInHost({ engine })
    await addAcme(host.store)
    const { cookie, person } = await host.enter(ADA)
    ada = cookie
    await host.store.team('acme').write(async (tx) => {
      const [member] = await tx.members(['ada'])
      if (member) await tx.changeMember({ ...member, person })
    })
    return () => host.close()
  })

  const post = (path: string, body: unknown, cookie?: string) => {
    const init = jsonInit('POST', body)
    const headers = { ...init.headers, ...(cookie === undefined ? {} : { cookie }) }
    return host.fetch(`/api/v1/${path}`, { ...init, headers })
  }
  const invite = (body: object = {}) =>
    post('teams/acme/invitations', { email: EVE.email, roles: ['member'], ...body }, ada)
  const accept = (body: object, cookie?: string) => post('invitations/accept', body, cookie)
  const tokenFor = async (body: object = {}) => {
    host.invitations.length = 0
    expect((await invite(body)).status).toBe(200)
    return host.invitations[0]?.token ?? ''
  }
  const hold = (id: string, roles: Member['roles']) =>
    host.store.team('acme').write(async (tx) => {
      const [member] = await tx.members([id])
      if (member) await tx.changeMember({ ...member, roles })
    })
  const listed = async () => {
    const list = await host.fetch('/api/v1/teams/acme/invitations', { headers: { cookie: ada } })
    return (await list.json()).invitations
  }
  const usage = (cookie: string) => host.fetch('/api/v1/teams/acme/usage', { headers: { cookie } })

  it('somebody new joins with the mailed token, and is signed in', async () => {
    const token = await tokenFor()
    expect(host.invitations).toMatchObject([
      { email: EVE.email, team: { id: 'acme', name: 'Acme' }, by: 'Ada Admin' },
    ])
    const told = await (await post('invitations/read', { token })).json()
    expect(told).toEqual({
      team: 'Acme',
      email: EVE.email,
      roles: ['member'],
      invitedBy: 'Ada Admin',
      known: false,
    })
    const joined = await accept({ token, person: NEW_EVE })
    expect(await joined.json()).toEqual({ team: 'acme' })
    expect((await usage(cookieOf(joined.headers.getSetCookie()))).status).toBe(200)
  })

  it('by whoever looks after the server, who is in no team, lets the first Admin in', async () => {
    const ledger = { store: host.store, catalog: DEFAULT_CATALOG }
    const said = await inviteSomebody(
      ledger,
      { team: 'acme', address: 'Eve@Example.com', roles: 'admin,billing', member: 'bill' },
      { asOf: NOW, publicUrl: { url: PUBLIC_URL, assumed: false } },
    )
    const link = new URL(said.split('\n').at(-1)?.trim() ?? '')
    expect(link.href).toMatch(/^https:\/\/headroom\.example\/invitation#token=/)
    const token = new URLSearchParams(link.hash.slice(1)).get('token')
    const joined = await accept({ token, person: NEW_EVE })
    const cookie = cookieOf(joined.headers.getSetCookie())
    const session = await host.fetch('/api/v1/session', { headers: { cookie } })
    expect(await session.json()).toMatchObject({
      actor: { member: { id: 'bill' }, roles: ['admin', 'billing'] },
    })
    expect(
      await host.store.team('acme').audit({ action: 'invitation-sent', limit: 1 }),
    ).toMatchObject([{ actor: { kind: 'operator' }, after: { email: EVE.email } }])
  })

  it('is found where an address has to escape the team’s id', async () => {
    await host.store.createTeam({ ...ACME, id: 'a/b:c', name: 'Odd' })
    const ledger = { store: host.store, catalog: DEFAULT_CATALOG }
    const asked = { team: 'a/b:c', address: EVE.email, roles: 'admin' }
    const said = await inviteSomebody(ledger, asked, {
      asOf: NOW,
      publicUrl: { url: PUBLIC_URL, assumed: false },
    })
    const link = said.split('\n').at(-1)?.trim() ?? ''
    const tokenOf = (href: string) => new URLSearchParams(new URL(href).hash.slice(1)).get('token')
    const joined = await accept({ token: tokenOf(link), person: NEW_EVE })
    expect(await joined.json()).toEqual({ team: 'a/b:c' })
    const token = 'a%2Fb%3Ac.token'
    const mail = invitationMail({
      ...EVE,
      token,
      team: 'Odd',
      by: 'Ada',
      publicUrl: PUBLIC_URL,
    })
    expect(tokenOf(/https:\S+/.exec(mail.text)?.[0] ?? '')).toBe(token)
  })

  it('the answer to whoever invites holds no token', async () => {
    const response = await invite()
    expect(await response.text()).not.toContain(host.invitations[0]?.token)
  })

  it('is accepted once, however many try at once', async () => {
    const token = await tokenFor()
    const eve = await host.enter(EVE)
    const tries = Array.from({ length: 10 }, () => accept({ token }, eve.cookie))
    const statuses = (await Promise.all(tries)).map(({ status }) => status).toSorted()
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    const { members } = await (
      await host.fetch('/api/v1/teams/acme/members?search=eve', { headers: { cookie: ada } })
    ).json()
    expect(members).toHaveLength(1)
  })

  it('is for its address alone', async () => {
    const token = await tokenFor()
    const mal = await host.enter({ name: 'Mal', email: 'mal@example.com' })
    expect((await accept({ token }, mal.cookie)).status).toBe(403)
    expect((await usage(mal.cookie)).status).toBe(404)
  })

  it('whoever has an account signs in first: the mail alone does not open it', async () => {
    const token = await tokenFor()
    const eve = await host.enter(EVE)
    const refused = await accept({ token, person: NEW_EVE })
    expect(await refused.json()).toMatchObject({ status: 409, code: 'sign-in-first' })
    expect(refused.headers.getSetCookie()).toEqual([])
    expect((await accept({ token }, eve.cookie)).status).toBe(200)
  })

  it('a withdrawn, a replaced and a made-up one open nothing', async () => {
    const first = await tokenFor()
    const second = await tokenFor()
    expect((await accept({ token: first, person: NEW_EVE })).status).toBe(410)
    const list = await host.fetch('/api/v1/teams/acme/invitations', { headers: { cookie: ada } })
    const { invitations } = await list.json()
    expect(invitations).toHaveLength(1)
    const init = { method: 'DELETE', headers: { cookie: ada } }
    await host.fetch(`/api/v1/teams/acme/invitations/${invitations[0].id}`, init)
    for (const token of [second, 'acme.made-up', 'none.made-up', '%.x', '']) {
      const { status } = await accept({ token, person: NEW_EVE })
      expect([400, 410]).toContain(status)
    }
    expect(await host.signIn.people.find(EVE.email)).toBeUndefined()
  })

  it('links a member whose usage is known to the person who joins', async () => {
    const token = await tokenFor({ member: 'cara' })
    const joined = await accept({ token, person: NEW_EVE })
    const cookie = cookieOf(joined.headers.getSetCookie())
    const session = await host.fetch('/api/v1/session', { headers: { cookie } })
    expect(await session.json()).toMatchObject({ actor: { member: { id: 'cara' } } })
    expect((await invite({ email: 'x@example.com', member: 'cara' })).status).toBe(409)
  })

  it('a person is in several teams, and each is there for its own', async () => {
    const { person, cookie } = await host.enter(EVE)
    for (const id of ['beta', 'gamma']) {
      const team = { name: id, plan: 'team', zone: 'UTC', anchor: '2026-01-01', createdAt: 0 }
      await host.store.createTeam({ ...team, id, example: false })
    }
    await host.store
      .team('beta')
      .write((tx) => tx.addMembers([{ ...EVE, id: 'e', roles: ['admin'], createdAt: 0, person }]))
    await accept({ token: await tokenFor() }, cookie)
    const session = await host.fetch('/api/v1/session?team=acme', { headers: { cookie } })
    const reply = await session.json()
    expect(reply.teams.map(({ id }: { id: string }) => id)).toEqual(['acme', 'beta'])
    expect(reply.actor.roles).toEqual(['member'])
    const gamma = await host.fetch('/api/v1/session?team=gamma', { headers: { cookie } })
    expect(gamma.status).toBe(404)
  })

  it('whoever is removed is out at the next request, and can be invited again', async () => {
    const joined = await accept({ token: await tokenFor(), person: NEW_EVE })
    const cookie = cookieOf(joined.headers.getSetCookie())
    const list = await host.fetch('/api/v1/teams/acme/members?search=eve', {
      headers: { cookie: ada },
    })
    const { members } = await list.json()
    const init = { method: 'DELETE', headers: { cookie: ada } }
    await host.fetch(`/api/v1/teams/acme/members/${members[0].id}`, init)
    expect((await usage(cookie)).status).toBe(404)
    expect((await accept({ token: await tokenFor() }, cookie)).status).toBe(200)
    expect((await usage(cookie)).status).toBe(200)
  })

  it('takes no role from a member that is known, and is written down from the mail to the joining', async () => {
    await hold('ada', ['admin', 'billing'])
    const joined = await accept({ token: await tokenFor({ member: 'bill' }), person: NEW_EVE })
    const cookie = cookieOf(joined.headers.getSetCookie())
    const session = await host.fetch('/api/v1/session', { headers: { cookie } })
    expect((await session.json()).actor.roles).toEqual(['billing', 'member'])
    const audit = await host.fetch('/api/v1/teams/acme/audit', { headers: { cookie: ada } })
    const { entries } = await audit.json()
    expect(entries.slice(0, 2)).toMatchObject([
      {
        action: 'invitation-accepted',
        actor: { name: 'Eve' },
        after: { member: 'bill', roles: ['billing', 'member'] },
      },
      {
        action: 'invitation-sent',
        actor: { name: 'Ada Admin' },
        after: { email: EVE.email, roles: ['member'], member: 'bill' },
      },
    ])
    expect(JSON.stringify(entries)).not.toContain(host.invitations[0]?.token)
  })

  it.each([
    ['an Admin without Billing, as one who holds it', ['admin'], ['member'], ['billing']],
    ['a Billing admin, as an Admin', ['billing'], ['billing'], ['admin', 'billing']],
  ] as const)('%s, invites nobody', async (_, own, given, held) => {
    await hold('cara', held)
    await hold('ada', own)
    const refused = await invite({ member: 'cara', roles: given })
    expect(await refused.json()).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: expect.stringMatching(/^Cara .* keeps their roles\. Only /),
    })
    expect(host.invitations).toEqual([])
    // Both roles together give both.
    await hold('ada', ['admin', 'billing'])
    expect((await invite({ member: 'cara', roles: given })).status).toBe(200)
  })

  it('gives nobody a role that the member was given since, and is listed no more', async () => {
    const token = await tokenFor({ member: 'cara' })
    expect(await listed()).toMatchObject([{ member: { id: 'cara' }, roles: ['member'] }])
    await hold('cara', ['billing', 'member'])
    const refused = await accept({ token, person: NEW_EVE })
    expect(await refused.json()).toMatchObject({ status: 410, code: 'link-over' })
    expect((await post('invitations/read', { token })).status).toBe(410)
    expect(await listed()).toEqual([])
    expect(await host.store.team('acme').members(['cara'])).toMatchObject([
      { roles: ['billing', 'member'] },
    ])
    expect(await host.signIn.people.find(EVE.email)).toBeUndefined()
  })

  it('says to whoever reads it what they will be', async () => {
    await hold('cara', ['admin'])
    const token = await tokenFor({ member: 'cara' })
    const told = await (await post('invitations/read', { token })).json()
    expect(told.roles).toEqual(['admin', 'member'])
  })

  it('of one who may invite nobody any more, is not counted where it is not listed', async () => {
    const [cara] = await host.store.team('acme').members(['cara'])
    if (!cara) throw new Error('no Cara')
    await host.store.team('acme').write(async (tx) => {
      for (let n = 0; n < MOST_OF_TEAM.invitations; n++) {
        await tx.saveInvitation({
          id: `i${n}`,
          email: `${n}@example.com`,
          roles: ['member'],
          hash: `hash ${n}`,
          createdAt: NOW,
          expiresAt: NOW + 1_000,
          actor: { kind: 'person', id: cara.id, name: cara.name },
        })
      }
    })
    expect(await listed()).toEqual([])
    expect((await invite()).status).toBe(200)
    await hold('cara', ['admin'])
    expect(await listed()).toHaveLength(MOST_OF_TEAM.invitations + 1)
    expect((await invite({ email: 'x@example.com' })).status).toBe(409)
  })

  it.each([
    ['was removed', (member: Member): Member => ({ ...member, removedAt: 1 })],
    ['is no Admin any more', (member: Member): Member => ({ ...member, roles: ['member'] })],
  ])('whoever %s has nobody join any more', async (_, changed) => {
    const token = await tokenFor({ roles: ['admin'] })
    const bea = await host.enter({ name: 'Bea', email: 'bea@example.com' })
    await host.store.team('acme').write(async (tx) => {
      const [member] = await tx.members(['ada'])
      if (member) await tx.changeMember(changed(member))
      const [cara] = await tx.members(['cara'])
      if (cara) await tx.changeMember({ ...cara, roles: ['admin'], person: bea.person })
    })
    const eve = await host.enter(EVE)
    const refused = await accept({ token }, eve.cookie)
    expect(await refused.json()).toMatchObject({
      status: 410,
      detail: expect.stringContaining('whoever sent it can’t invite you like that any more'),
    })
    expect((await post('invitations/read', { token })).status).toBe(410)
    ada = bea.cookie
    expect(await listed()).toEqual([])
  })

  describe('of somebody new that is refused', () => {
    const onSolo = async () => {
      const change = { seq: 1, at: 1, plan: 'solo', actor: { id: 'operator', name: 'Operator' } }
      const team = host.store.team('acme')
      await team.write((tx) => tx.changePlan({ ...change, from: 'team' }))
    }
    const tokensFor = async (emails: readonly string[], body: object) => {
      const tokens = []
      for (const email of emails) tokens.push(await tokenFor({ ...body, email }))
      return tokens
    }
    const emails = [EVE.email, 'mal@example.com']
    const known = async () => {
      const found = await Promise.all(emails.map((email) => host.signIn.people.find(email)))
      return found.flatMap((person) => person?.email ?? [])
    }

    it('for want of a seat, makes nobody known', async () => {
      const token = await tokenFor()
      await onSolo()
      const refused = await accept({ token, person: NEW_EVE })
      expect(await refused.json()).toMatchObject({ status: 409, code: 'too-few-seats' })
      expect(await known()).toEqual([])
    })

    it('since another took the place at the same moment, leaves nothing of them', async () => {
      const tokens = await tokensFor(emails, { member: 'cara' })
      await onSolo()
      const tries = tokens.map((token) => accept({ token, person: NEW_EVE }))
      const statuses = (await Promise.all(tries)).map(({ status }) => status)
      expect(statuses.toSorted()).toEqual([200, 409])
      expect(await known()).toEqual(emails.filter((_, index) => statuses[index] === 200))
      expect(host.failures).toEqual([])
    })

    it('since they join by the same invitation in another browser, joins once', async () => {
      const token = await tokenFor()
      const tries = Array.from({ length: 4 }, () => accept({ token, person: NEW_EVE }))
      const statuses = (await Promise.all(tries)).map(({ status }) => status)
      expect(statuses.toSorted()).toEqual([200, 409, 409, 409])
      expect(await known()).toEqual([EVE.email])
      expect(host.failures).toEqual([])
    })
  })

  it('an open stream ends when its reader is removed', async () => {
    const joined = await accept({ token: await tokenFor(), person: NEW_EVE })
    const cookie = cookieOf(joined.headers.getSetCookie())
    const stream = await host.fetch('/api/v1/teams/acme/events-stream', { headers: { cookie } })
    const list = await host.fetch('/api/v1/teams/acme/members?search=eve', {
      headers: { cookie: ada },
    })
    const { members } = await list.json()
    const init = { method: 'DELETE', headers: { cookie: ada } }
    await host.fetch(`/api/v1/teams/acme/members/${members[0].id}`, init)
    expect(await stream.text()).not.toContain('changed')
  })

  it('an Admin invites nobody as Billing', async () => {
    expect((await invite({ roles: ['billing'] })).status).toBe(403)
    expect(host.invitations).toEqual([])
  })
})
