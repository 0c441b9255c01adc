import { beforeEach, describe, expect, it } from 'vitest'
import { DAY } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { ACME, addAcme, MEMBERS, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const FLOWS = { ...TEAM, resource: 'flows' } as const
const AI = { ...TEAM, resource: 'ai' } as const
const CYCLE_END = Date.parse('2026-11-29T18:15:00Z')

/** What a change of plan does, whatever it is stored in and whatever it is asked through. */
export function describePlans(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`a change of plan over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      // Five members would not fit the smaller plans.
      await addAcme(api.store)
    })

    it('to a larger one lets work go on at the very next request, and says so in the chart', async () => {
      await flows(api, 'e1', 120)
      expect(await usageOf(api, 'flows')).toMatchObject({ standing: { work: 'suspended' } })
      api.setNow(NOW + 1)
      expect(await to(api, 'enterprise')).toEqual({
        asOf: NOW + 1,
        team: 'acme',
        from: 'team',
        plan: { id: 'enterprise', name: 'Enterprise' },
      })
      const body = { ...FLOWS, run: 'r1', estimate: 400 }
      await api.call('admitRun', { params: {}, body })
      const flowsNow = await usageOf(api, 'flows')
      expect(flowsNow.standing).toMatchObject({
        work: 'open',
        allowance: { kind: 'limited', credits: 500 },
        left: { kind: 'limited', credits: 400 },
      })
      expect(flowsNow.marks).toEqual([
        { at: NOW + 1, kind: 'plan-changed', label: 'Plan changed from Team to Enterprise' },
      ])
      await flows(api, 'e2', 10)
      const { charges } = await api.call('charges', { params: FLOWS })
      expect(charges.map(({ buckets }) => [buckets.included, buckets.uncovered])).toEqual([
        [10, 0],
        [100, 20],
      ])
    })

    it('counts what was bought before apart from what the larger one gives, and warns of that', async () => {
      await api.call('switch', {
        params: FLOWS,
        body: { on: true, target: { kind: 'team' } },
        as: 'billing',
      })
      await flows(api, 'e1', 6_104)
      await to(api, 'enterprise')
      expect((await usageOf(api, 'flows')).standing).toMatchObject({
        used: 6_104,
        ofAllowance: 100,
        left: { credits: 400 },
        boughtLeft: 996,
        share: { kind: 'share', bps: 2_000 },
        limit: 'ok',
        work: 'open',
      })
      await flows(api, 'e2', 275)
      const { alerts } = await api.call('alerts', { params: TEAM })
      expect(alerts.map(({ threshold, used, allowance }) => [threshold, used, allowance])).toEqual([
        ['warning', 375, 500],
        ['exceeded', 6_104, 100],
      ])
      await flows(api, 'e3', 126)
      expect((await usageOf(api, 'flows')).standing).toMatchObject({
        ofAllowance: 6_505,
        limit: 'exceeded',
        work: 'on-pay-as-you-go',
        boughtLeft: 995,
      })
    })

    it('re-arms the alerts above what is used, and none below', async () => {
      await flows(api, 'e1', 100)
      await to(api, 'enterprise')
      await flows(api, 'e2', 250)
      await flows(api, 'e3', 50)
      const { alerts } = await api.call('alerts', { params: TEAM })
      expect(alerts.map(({ threshold, used, allowance }) => [threshold, used, allowance])).toEqual([
        ['warning', 400, 500],
        ['reached', 100, 100],
      ])
    })

    it('to a smaller one tells at once of the limits that it leaves behind, once each', async () => {
      await to(api, 'enterprise')
      await flows(api, 'e1', 380)
      api.setNow(NOW + 1)
      await to(api, 'team')
      const [alert, ...older] = (await api.call('alerts', { params: TEAM })).alerts
      expect(alert).toMatchObject({
        at: NOW + 1,
        resource: 'flows',
        threshold: 'exceeded',
        crossed: ['reached', 'exceeded'],
        used: 380,
        allowance: 100,
        work: 'suspended',
      })
      expect(older.map(({ threshold, allowance }) => [threshold, allowance])).toEqual([
        ['warning', 500],
      ])
      const [told] = (await api.call('inbox', { params: TEAM, as: 'billing' })).messages
      expect(told).toMatchObject({ subject: 'Acme has passed the limit of its Flows credits' })
      expect(told?.lines.slice(0, 2)).toEqual([
        'Acme has used 380 of 100 Flows credits.',
        'The limit was lowered: it is 100 on the Team plan.',
      ])
      await flows(api, 'e2', 10)
      expect((await api.call('alerts', { params: TEAM })).alerts).toHaveLength(2)
    })

    it('raised and lowered again tells again of what was re-armed, and of nothing else', async () => {
      await to(api, 'enterprise')
      await flows(api, 'e1', 380)
      for (const plan of ['team', 'enterprise', 'team']) await to(api, plan)
      const { alerts } = await api.call('alerts', { params: TEAM })
      expect(alerts.map(({ crossed }) => crossed)).toEqual([
        ['reached', 'exceeded'],
        ['reached', 'exceeded'],
        ['warning'],
      ])
      const { messages } = await api.call('inbox', { params: TEAM, as: 'billing' })
      expect(messages).toHaveLength(3)
    })

    it('on which work stops that went on by pay-as-you-go is told, with no limit crossed anew', async () => {
      await api.store.createTeam({ ...ACME, id: 'solo', plan: 'solo' })
      const own = { team: 'solo' }
      const ada = MEMBERS.filter(({ id }) => id === 'ada')
      await api.store.team('solo').write((tx) => tx.addMembers(ada))
      await api.store.team('solo').write(async (tx) => {
        const actor = { id: 'ada', name: 'Ada' }
        const seq = await tx.takeDecisionNumber()
        await tx.addSwitches([{ resource: 'flows', holder: '', on: true, seq, at: NOW - 1, actor }])
      })
      const time = new Date(NOW).toISOString()
      const used = { item: 'flow-run', count: 1_050 }
      await api.send({ ...flowsEvent({ id: 'e1', time }, used), team: 'solo' })
      await api.call('changePlan', { params: own, body: { plan: 'free' } })
      const { messages } = await api.call('inbox', { params: own, as: 'member:ada' })
      expect(messages[0]).toMatchObject({
        subject: 'Acme: work on Flows credits is suspended by the Free plan',
        lines: [
          'The team is on the Free plan now, and its Flows credits are used up.',
          'New cloud runs and credit-consuming blocks are suspended until 30 Nov 2026, 00:00 (Asia/Kathmandu).',
        ],
      })
      expect(messages).toHaveLength(2)
    })

    it('from a pool to members’ own allowances tells those who are past theirs', async () => {
      await to(api, 'enterprise')
      await ai(api, 'e1', 'cara', 450)
      await ai(api, 'e2', 'dan', 299)
      expect((await api.call('alerts', { params: TEAM })).alerts).toEqual([])
      await to(api, 'team')
      const { alerts } = await api.call('alerts', { params: TEAM })
      expect(alerts).toMatchObject([
        { member: { id: 'cara' }, threshold: 'exceeded', work: 'on-pay-as-you-go' },
      ])
      const own = await api.call('inbox', { params: TEAM, as: 'member:cara' })
      expect(own.messages.map(({ subject }) => subject)).toEqual([
        'You have passed the limit of your AI credits',
      ])
      const { messages } = await api.call('inbox', { params: TEAM, as: 'billing' })
      expect(messages.map(({ subject }) => subject)).toHaveLength(1)
      expect(messages[0]?.subject).toContain('pay-as-you-go')
    })

    it('leaves the cycles that are over as they were', async () => {
      await flows(api, 'e1', 90)
      await ai(api, 'e2', 'cara', 350)
      const cycle = '2026-10-31'
      const before = await everythingOf(api, cycle)
      api.setNow(CYCLE_END + 2 * DAY)
      const over = await everythingOf(api, cycle)
      expect(over).toMatchObject({
        resources: before.resources.map(({ buckets }) => ({ buckets })),
      })
      await to(api, 'enterprise')
      expect(await everythingOf(api, cycle)).toEqual(over)
      const open = await usageOf(api, 'ai')
      expect(open).toMatchObject({ holder: { kind: 'pool' }, standing: { used: 0 } })
    })

    it('what comes in the grace of a cycle is burned by the plan that the cycle ended on', async () => {
      await flows(api, 'e1', 100)
      api.setNow(CYCLE_END + 1)
      await to(api, 'enterprise')
      const time = new Date(CYCLE_END - 1).toISOString()
      const late = flowsEvent({ id: 'e2', time }, { item: 'flow-run', count: 5 })
      expect(await api.send(late)).toMatchObject({ accepted: 1 })
      const query = { cycle: '2026-10-31' }
      const { resources } = await api.call('usage', { params: TEAM, query })
      expect(resources.find(({ resource }) => resource === 'flows')).toMatchObject({
        buckets: { included: 100, uncovered: 5 },
        standing: { allowance: { credits: 100 } },
      })
    })

    it('from members’ own allowances to a pool keeps all that was used', async () => {
      await ai(api, 'e1', 'cara', 400)
      await ai(api, 'e2', 'dan', 100)
      await to(api, 'enterprise')
      const pooled = await usageOf(api, 'ai')
      expect(pooled.standing).toMatchObject({ used: 500, allowance: { credits: 3_200 } })
      await ai(api, 'e3', 'cara', 50)
      expect(await usageOf(api, 'ai')).toMatchObject({ standing: { used: 550 } })
    })

    it('on which work stops that went on by pay-as-you-go is told, with no limit crossed anew', async () => {
      await api.store.createTeam({ ...ACME, id: 'solo', plan: 'solo' })
      const own = { team: 'solo' }
      const ada = MEMBERS.filter(({ id }) => id === 'ada')
      await api.store.team('solo').write((tx) => tx.addMembers(ada))
      await api.store.team('solo').write(async (tx) => {
        const actor = { id: 'ada', name: 'Ada' }
        const seq = await tx.takeDecisionNumber()
        await tx.addSwitches([{ resource: 'flows', holder: '', on: true, seq, at: NOW - 1, actor }])
      })
      const time = new Date(NOW).toISOString()
      const used = { item: 'flow-run', count: 1_050 }
      await api.send({ ...flowsEvent({ id: 'e1', time }, used), team: 'solo' })
      await api.call('changePlan', { params: own, body: { plan: 'free' } })
      const { messages } = await api.call('inbox', { params: own, as: 'member:ada' })
      expect(messages[0]).toMatchObject({
        subject: 'Acme: work on Flows credits is suspended by the Free plan',
        lines: [
          'The team is on the Free plan now, and its Flows credits are used up.',
          'New cloud runs and credit-consuming blocks are suspended until 30 Nov 2026, 00:00 (Asia/Kathmandu).',
        ],
      })
      expect(messages).toHaveLength(2)
    })

    it('from a pool to members’ own allowances keeps what each used of it', async () => {
      await ai(api, 'e1', 'cara', 401)
      await ai(api, 'e2', 'dan', 100)
      await to(api, 'enterprise')
      await ai(api, 'e3', 'cara', 100)
      await ai(api, 'e4', 'ada', 60)
      await to(api, 'team')
      const { members } = await api.call('members', { params: AI })
      const used = members.map(({ member, balance }) => [
        member.id,
        balance.kind === 'own' ? [balance.standing.used, balance.standing.limit] : balance.kind,
      ])
      expect(Object.fromEntries(used)).toEqual({
        ada: [60, 'ok'],
        bill: [0, 'ok'],
        cara: [501, 'exceeded'],
        dan: [100, 'ok'],
      })
      expect((await usageOf(api, 'ai')).standing.used).toBe(661)
      await ai(api, 'e5', 'ada', 350)
      expect(await usageOf(api, 'ai')).toMatchObject({
        holder: { counts: { byLimit: { ok: 2, exceeded: 2 } } },
      })
    })

    it('to a pool leaves no switch of a member’s own, and says why', async () => {
      await to(api, 'enterprise')
      const { members } = await api.call('members', { params: AI })
      expect(members.every(({ payAsYouGo }) => payAsYouGo === 'unavailable')).toBe(true)
      const body = { on: false, target: { kind: 'members', members: ['cara'] } }
      for (const name of ['previewSwitch', 'switch'] as const) {
        expect(await api.refusal(name, { params: AI, body, as: 'billing' })).toMatchObject({
          status: 409,
          code: 'switched-for-team',
          detail: expect.stringContaining('the team shares its AI credits'),
        })
      }
    })

    it('to a pool tells members on their page when it is used up', async () => {
      await to(api, 'enterprise')
      await api.call('switch', {
        params: AI,
        body: { on: false, target: { kind: 'team' } },
        as: 'billing',
      })
      await ai(api, 'e1', 'dan', 3_200)
      const { alerts } = await api.call('usage', { params: TEAM, as: 'member:cara' })
      expect(alerts).toMatchObject([{ resource: 'ai', threshold: 'reached', work: 'paused' }])
      const [alert] = alerts
      const params = { ...TEAM, alert: alert?.id ?? '' }
      const body = { dismissed: true }
      await api.call('dismissAlert', { params, body, as: 'member:cara' })
    })

    it('brings what lists are filtered by to the new limits at once', async () => {
      await api.call('switch', {
        params: AI,
        body: { on: false, target: { kind: 'team' } },
        as: 'billing',
      })
      await ai(api, 'e1', 'cara', 400)
      const paused = async () => {
        const query = { state: 'paused' as const }
        return (await api.call('members', { params: AI, query })).matching
      }
      expect(await paused()).toBe(1)
      await to(api, 'enterprise')
      await to(api, 'team')
      expect(await paused()).toBe(1)
    })

    it('to the same plan changes nothing', async () => {
      expect(await to(api, 'team')).toMatchObject({ from: 'team', plan: { id: 'team' } })
      expect((await usageOf(api, 'flows')).marks).toEqual([])
    })

    it.each([
      [TEAM, { plan: 'nothing' }, 'unknown-plan'],
      [{ team: 'nowhere' }, { plan: 'team' }, 'unknown-team'],
      [TEAM, { plan: 'free' }, 'too-few-seats'],
      [TEAM, {}, 'invalid-request'],
      [TEAM, { plan: 'team', force: true }, 'invalid-request'],
    ])('refuses %j %j', async (params, body, code) => {
      expect(await api.refusal('changePlan', { params, body })).toMatchObject({ code })
    })
  })
}

async function to(api: ApiHost, plan: string) {
  return api.call('changePlan', { params: TEAM, body: { plan } })
}

async function flows(api: ApiHost, id: string, count: number): Promise<void> {
  const event = flowsEvent({ id, time: new Date(NOW).toISOString() }, { item: 'flow-run', count })
  expect(await api.send(event)).toMatchObject({ accepted: 1 })
}

async function ai(api: ApiHost, id: string, subject: string, credits: number): Promise<void> {
  const event = aiEvent({ id, time: new Date(NOW).toISOString(), subject }, { credits })
  expect(await api.send(event)).toMatchObject({ accepted: 1 })
}

async function usageOf(api: ApiHost, resource: string) {
  const { resources } = await api.call('usage', { params: TEAM })
  const found = resources.find((entry) => entry.resource === resource)
  if (!found) throw new Error(`no ${resource}`)
  return found
}

async function everythingOf(api: ApiHost, cycle: string) {
  const usage = await api.call('usage', { params: TEAM, query: { cycle } })
  const { members } = await api.call('members', { params: AI, query: { cycle } })
  return { ...usage, members }
}
