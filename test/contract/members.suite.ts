import { beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '#shared/contract/values.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent } from '#test/support/events.ts'
import { addAcme, MEMBERS, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const AI = { ...TEAM, resource: 'ai' } as const

/** What the list of members and their roles promise, whatever they are stored in. */
export function describeMembers(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`members over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
    })

    const setRoles = (member: string, roles: Role[], as?: string) => ({
      params: { ...TEAM, member },
      body: { roles },
      ...(as === undefined ? {} : { as }),
    })
    const roleOf = async (member: string) =>
      (await api.store.team('acme').members([member]))[0]?.roles

    it('lists who is there by name, in pages', async () => {
      const first = await api.call('roster', { params: TEAM, query: { limit: 3 } })
      expect(first.members.map(({ id }) => id)).toEqual(['ada', 'bill', 'cara'])
      expect(first.members[0]).toEqual({
        id: 'ada',
        name: 'Ada Admin',
        email: 'ada@example.com',
        roles: ['admin'],
        signsIn: false,
      })
      const query = { limit: 3, cursor: first.nextCursor }
      const rest = await api.call('roster', { params: TEAM, query })
      expect(rest.members.map(({ id }) => id)).toEqual(['dan'])
      expect(rest.nextCursor).toBeUndefined()
    })

    it.each([
      ['a part of the name', 'cosic', ['cara']],
      ['a part of the address', 'bill@', ['bill']],
      ['what means something to a database', '100%_p', ['dan']],
      ['nobody', 'zoe', []],
    ])('finds by %s', async (_, search, found) => {
      const { members } = await api.call('roster', { params: TEAM, query: { search } })
      expect(members.map(({ id }) => id)).toEqual(found)
    })

    it('an Admin makes a member an Admin, who may at once what Admins may', async () => {
      expect((await api.refusal('roster', { params: TEAM, as: 'member:cara' })).code).toBe(
        'forbidden',
      )
      await api.call('setRoles', setRoles('cara', ['admin', 'member']))
      expect(await roleOf('cara')).toEqual(['admin', 'member'])
      await api.call('roster', { params: TEAM, as: 'member:cara' })
    })

    it('an Admin makes nobody a Billing admin, themselves neither', async () => {
      for (const member of ['ada', 'cara']) {
        const refused = await api.refusal('setRoles', setRoles(member, ['admin', 'billing']))
        expect(refused.code).toBe('forbidden')
      }
      const invited = { params: TEAM, body: { email: 'x@example.com', roles: ['billing'] } }
      expect((await api.refusal('invite', invited)).code).not.toBe('')
      expect(await roleOf('ada')).toEqual(['admin'])
    })

    it('Billing gives Billing, and takes it, but makes nobody an Admin', async () => {
      await api.call('setRoles', setRoles('dan', ['member', 'billing'], 'billing'))
      expect(await roleOf('dan')).toEqual(['billing', 'member'])
      const refused = await api.refusal(
        'setRoles',
        setRoles('dan', ['admin', 'billing'], 'billing'),
      )
      expect(refused.code).toBe('forbidden')
    })

    it('the last Admin and the last Billing admin stay', async () => {
      expect(await api.refusal('setRoles', setRoles('ada', ['member']))).toMatchObject({
        status: 409,
        code: 'last-of-role',
      })
      expect(await api.refusal('setRoles', setRoles('bill', ['member'], 'billing'))).toMatchObject({
        code: 'forbidden',
      })
      const params = { ...TEAM, member: 'ada' }
      expect((await api.refusal('removeMember', { params })).code).toBe('last-of-role')
    })

    it('two Admins who demote each other at once leave one', async () => {
      await api.call('setRoles', setRoles('cara', ['admin']))
      const demote = (member: string, as: string) =>
        api.fetch(`/api/v1/teams/acme/members/${member}/roles`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json', 'x-headroom-view-as': as },
          body: JSON.stringify({ roles: ['member'] }),
        })
      const answers = await Promise.all([
        demote('ada', 'member:cara'),
        demote('cara', 'member:ada'),
      ])
      const statuses = answers.map(({ status }) => status).toSorted()
      expect(statuses[0]).toBe(200)
      expect([403, 409]).toContain(statuses[1])
      expect(await api.store.team('acme').memberWithRole('admin')).toBeDefined()
    })

    it('a member who is removed is out at once; what they used stays', async () => {
      await api.send([
        aiEvent({ id: 'e', time: new Date(NOW).toISOString(), subject: 'cara' }, { credits: 30 }),
      ])
      const before = await api.call('resource', { params: AI })
      await api.call('removeMember', { params: { ...TEAM, member: 'cara' } })
      expect(await api.call('resource', { params: AI })).toMatchObject({
        usage: { standing: { used: before.usage.standing.used } },
      })
      const { members } = await api.call('roster', { params: TEAM })
      expect(members.map(({ id }) => id)).not.toContain('cara')
      const again = await api.refusal('removeMember', { params: { ...TEAM, member: 'cara' } })
      expect(again.code).toBe('unknown-member')
    })

    it('writes down who changed whose roles, and who removed whom', async () => {
      await api.call('setRoles', setRoles('cara', ['admin']))
      await api.call('removeMember', { params: { ...TEAM, member: 'dan' } })
      await api.refusal('removeMember', { params: { ...TEAM, member: 'dan' } })
      const { entries } = await api.call('audit', { params: TEAM })
      expect(entries).toMatchObject([
        {
          action: 'member-removed',
          actor: { kind: 'person', id: 'ada' },
          object: { id: 'dan' },
          before: { email: 'dan@example.com', roles: ['member'] },
        },
        {
          action: 'roles-changed',
          actor: { kind: 'person', id: 'ada' },
          object: { id: 'cara' },
          before: { roles: ['member'] },
          after: { roles: ['admin'] },
        },
      ])
    })

    it('keeps whoever used their key from using it once they are removed', async () => {
      const { secret } = await api.call('createOwnKey', {
        params: TEAM,
        body: { name: 'Mine' },
        as: 'member:cara',
      })
      const read = () =>
        api.fetch('/api/v1/teams/acme/usage', { headers: { authorization: `Bearer ${secret}` } })
      expect((await read()).status).toBe(200)
      await api.call('removeMember', { params: { ...TEAM, member: 'cara' } })
      expect((await read()).status).toBe(404)
    })

    it.each([[[]], [['owner']], ['admin']])(
      'roles %j are refused, and nothing changes',
      async (roles) => {
        const refused = await api.refusal('setRoles', {
          params: { ...TEAM, member: 'cara' },
          body: { roles },
        })
        expect(refused.code).toBe('invalid-request')
        expect(await roleOf('cara')).toEqual(MEMBERS[2]?.roles)
      },
    )
  })
}
