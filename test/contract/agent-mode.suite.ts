import { beforeEach, describe, expect, it } from 'vitest'
import { DAY } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent, assistantEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const AI = { ...TEAM, resource: 'ai' } as const
const TIME = new Date(NOW).toISOString()

/** What Agent Mode promises each member, whatever it is stored in and asked through. */
export function describeAgentMode(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`Agent Mode over ${name}`, () => {
    let host: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      host = opened
    })
    const api = () => host

    it('is open, paused, or on pay-as-you-go, for each member by their own credits', async () => {
      await addAcme(api().store)
      const body = { on: false, target: { kind: 'members', members: ['dan'] } }
      await api().call('switch', { params: AI, body, as: 'billing' })
      await api().send([use('1', 'bill', 399), use('2', 'cara', 400), use('3', 'dan', 400)])
      expect(await workOf(api())).toEqual({
        ada: 'open',
        bill: 'open',
        cara: 'on-pay-as-you-go',
        dan: 'paused',
      })
      const run = (member: string) => {
        const asked = { team: 'acme', run: member, resource: 'ai', member, estimate: 1 }
        return { params: {}, body: asked }
      }
      await api().call('admitRun', run('cara'))
      expect(await api().refusal('admitRun', run('dan'))).toMatchObject({ run: { work: 'paused' } })
      await api().call('switch', { params: AI, body: { ...body, on: true }, as: 'billing' })
      await api().call('admitRun', run('dan'))
    })

    it('draws on one pool where the plan pools it: no member is paused alone', async () => {
      await addAcme(api().store, { plan: 'enterprise' })
      const off = { on: false, target: { kind: 'team' } }
      await api().call('switch', { params: AI, body: off, as: 'billing' })
      await api().send(use('1', 'cara', 3_199))
      const run = { team: 'acme', run: 'r1', resource: 'ai', member: 'cara', estimate: 1 }
      await api().call('admitRun', { params: {}, body: run })
      const more = { ...run, run: 'r2', member: 'dan' }
      expect(await api().refusal('admitRun', { params: {}, body: more })).toMatchObject({
        run: { scope: { kind: 'team' }, allowance: { kind: 'limited', credits: 3_200 } },
      })
    })

    it('with an own provider key uses nothing, and is seen all the same', async () => {
      await addAcme(api().store)
      await api().send([
        use('1', 'cara', 400),
        use('2', 'cara', 250, true),
        use('3', 'dan', 9, true),
        use('4', 'dan', 5),
      ])
      const { usage, ownKey, breakdowns } = await api().call('resource', { params: AI })
      expect(usage.buckets).toEqual({ included: 405, bonus: 0, payAsYouGo: 0, uncovered: 0 })
      expect(usage.payAsYouGo).toMatchObject({ blocks: 0, costMicros: 0 })
      expect(ownKey).toEqual({ charges: 2 })
      expect(breakdowns.members.rows).toMatchObject([
        { key: 'cara', credits: 400, charges: 2 },
        { key: 'dan', credits: 5, charges: 2 },
      ])
      const { members } = await api().call('members', { params: AI })
      const byMember = Object.fromEntries(members.map(({ member, ownKey }) => [member.id, ownKey]))
      expect(byMember).toEqual({ ada: 0, bill: 0, cara: 1, dan: 1 })
      const own = await api().call('usage', { params: TEAM, as: 'member:cara' })
      expect(own.resources[0]?.holder).toMatchObject({ kind: 'member', ownKey: 1 })
      const asked = { params: AI, as: 'member:cara' }
      const { charges } = await api().call('charges', asked)
      expect(charges.map(({ explanation }) => explanation)).toContain(
        'Write tests, paid with your own provider key = 0',
      )
    })

    it('with an own provider key is told of each member of a pool too', async () => {
      await addAcme(api().store, { plan: 'enterprise' })
      await api().send([use('1', 'cara', 40), use('2', 'cara', 9, true), use('3', 'cara', 9, true)])
      const { members } = await api().call('members', { params: AI })
      expect(members[0]).toMatchObject({ balance: { kind: 'shared', used: 40 }, ownKey: 2 })
      const { resources } = await api().call('usage', { params: TEAM, as: 'member:cara' })
      expect(resources[0]?.holder).toMatchObject({ kind: 'pool', own: { used: 40, ownKey: 2 } })
    })

    it('the Assistant’s own keys are counted apart, in their own cycle', async () => {
      await addAcme(api().store)
      const before = NOW - 25 * DAY
      api().setNow(before)
      const time = new Date(before).toISOString()
      await api().send(assistantEvent({ id: '0', time }, { tokens: 9_000, ownKey: true }))
      api().setNow(NOW)
      await api().send([
        assistantEvent({ id: '1', time: TIME }, { tokens: 9_000, ownKey: true }),
        assistantEvent({ id: '3', time: TIME }, { tokens: 1_000 }),
      ])
      const params = { ...TEAM, resource: 'assistant' } as const
      const { usage, ownKey } = await api().call('resource', { params })
      expect(usage.standing.used).toBe(1)
      expect(ownKey.charges).toBe(1)
    })
  })
}

function use(id: string, subject: string, credits: number, ownKey = false) {
  return aiEvent({ id, time: TIME, subject }, { credits, ownKey })
}

async function workOf(api: ApiHost) {
  const { members } = await api.call('members', { params: AI })
  return Object.fromEntries(
    members.map(({ member, balance }) => [
      member.id,
      balance.kind === 'own' ? balance.standing.work : 'shared',
    ]),
  )
}
