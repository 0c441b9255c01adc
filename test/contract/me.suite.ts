import { beforeEach, describe, expect, it } from 'vitest'
import { readAnswer } from '#shared/contract/provider-answer.ts'
import { figureTraits } from '#shared/credits/provider.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent, apiEvent, assistantEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const time = new Date(NOW).toISOString()

/** What a program made for the Postman API is told, whatever it is stored in. */
export function describeMe(name: string, open: () => Promise<ApiHost | { missing: string }>): void {
  describe(`who am I, over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
      await api.send([
        { ...flowsEvent({ id: 'f', time }, { item: 'flow-run', count: 140 }) },
        aiEvent({ id: 'a', time, subject: 'ada' }, { credits: 30 }),
        aiEvent({ id: 'c', time, subject: 'cara' }, { credits: 410 }),
        apiEvent({ id: 'p', time }, 1_852),
        assistantEvent({ id: 's', time }, { tokens: 10_000 }),
      ])
    })

    const askWith = async (secret: string) => {
      const response = await api.fetch('/api/v1/me', { headers: { 'x-api-key': secret } })
      expect(response.status).toBe(200)
      return response.json()
    }
    const keyOf = async (as: string) => {
      const made = await api.call('createOwnKey', { params: TEAM, body: { name: 'Mine' }, as })
      return made.secret
    }

    it('an Admin’s key is told of the team, and of their own AI credits, this call included', async () => {
      const body = await askWith(await keyOf('member:ada'))
      expect(body).toEqual({
        user: {
          id: 'ada',
          fullName: 'Ada Admin',
          email: 'ada@example.com',
          teamId: 'acme',
          teamName: 'Acme',
          roles: ['admin'],
        },
        operations: [
          { name: 'flow_requests', limit: 100, usage: 140, overage: 40 },
          { name: 'ai_millicredits', limit: 400, usage: 30, overage: 0 },
          { name: 'api_usage', limit: 1_000_000, usage: 1_853, overage: 0 },
          { name: 'assistant_credits', limit: 500, usage: 10, overage: 0 },
        ],
      })
    })

    it('a member’s key is told of their own credits alone', async () => {
      const { user, operations } = await askWith(await keyOf('member:cara'))
      expect(user).toMatchObject({ id: 'cara', roles: ['member'] })
      expect(operations).toEqual([{ name: 'ai_millicredits', limit: 400, usage: 410, overage: 10 }])
    })

    it('where members share a pool, it is told of', async () => {
      await api.call('changePlan', { params: TEAM, body: { plan: 'enterprise' } })
      const { operations } = await askWith(await keyOf('member:cara'))
      expect(operations).toEqual([
        { name: 'ai_millicredits', limit: 3_200, usage: 440, overage: 10 },
      ])
    })

    it('who looks at the page is told the same, of the team asked for', async () => {
      const { user, operations } = await api.call('me', { params: {}, query: TEAM, as: 'billing' })
      expect(user.fullName).toBe('Bill Billing')
      expect(operations?.find(({ name }) => name === 'api_usage')?.usage).toBe(1_852)
      expect(await api.refusal('me', { params: {}, query: { team: 'none' } })).toMatchObject({
        code: 'unknown-team',
      })
    })

    it('is read by what reads the Postman API', async () => {
      const read = readAnswer('postman', await askWith(await keyOf('member:ada')))
      if (read.kind !== 'figures') throw new Error(`it was read as ${read.kind}`)
      const known = read.figures.map(({ name, ...figure }) => ({
        resource: figureTraits('postman', name)?.resource,
        ...figure,
      }))
      expect(read.unreadable).toBe(0)
      expect(known).toEqual([
        { resource: 'flows', limit: 100, usage: 140, overage: 40 },
        { resource: 'ai', limit: 400, usage: 30, overage: 0 },
        { resource: 'api-calls', limit: 1_000_000, usage: 1_853, overage: 0 },
        { resource: undefined, limit: 500, usage: 10, overage: 0 },
      ])
    })
  })
}
