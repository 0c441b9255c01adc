import { beforeEach, describe, expect, it } from 'vitest'
import type { Query, Reply } from '#shared/contract/routes.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { aiEvent, apiEvent, assistantEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const FLOWS = { ...TEAM, resource: 'flows' } as const
const AI = { ...TEAM, resource: 'ai' } as const

/** What the API promises, whatever it is stored in and whatever it is asked through. */
export function describeApi(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`the API over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
    })
    describeEvents(() => api)
    describeFigures(() => api)
    describeSwitches(() => api)
    describeAlerts(() => api)
    describeRoles(() => api)
    describeLists(() => api)
    describeBadInput(() => api)
  })
}

function at(offset = 0): string {
  return new Date(NOW + offset).toISOString()
}

function resourceOf(usage: Reply<'usage'>, resource: string) {
  const found = usage.resources.find((entry) => entry.resource === resource)
  if (!found) throw new Error(`no ${resource} in the reply`)
  return found
}

function describeEvents(api: () => ApiHost): void {
  describe('taking events', () => {
    it('takes a single event and says which charge it made', async () => {
      const reply = await api().send(flowsEvent({ id: 'e1', time: at() }, { item: 'connector' }))
      expect(reply).toEqual({
        accepted: 1,
        duplicate: 0,
        conflict: 0,
        rejected: 0,
        results: [
          { outcome: 'accepted', id: 'e1', charge: 1, resource: 'flows', credits: 2, late: false },
        ],
      })
    })

    it('tells accepted, duplicate, conflict and rejected apart within one batch', async () => {
      const first = flowsEvent({ id: 'e1', time: at() }, { item: 'connector' })
      await api().send(first)
      const reply = await api().send([
        first,
        flowsEvent({ id: 'e1', time: at() }, { item: 'connector', count: 2 }),
        flowsEvent({ id: 'e2', time: at() }, { item: 'connectr' }),
        { hello: 'world' },
        flowsEvent({ id: 'e3', time: at() }, { item: 'flow-run' }),
        flowsEvent({ id: 'e3', time: at() }, { item: 'flow-run' }),
        flowsEvent({ id: 'e3', time: at() }, { item: 'evaluate' }),
      ])
      expect(reply.results.map((result) => result.outcome)).toEqual([
        'duplicate',
        'conflict',
        'rejected',
        'rejected',
        'accepted',
        'duplicate',
        'conflict',
      ])
      expect(reply.results[2]).toMatchObject({ reason: 'no-rate', path: '$.data' })
      expect(reply.results[3]).toMatchObject({ reason: 'invalid', path: '$.type' })
    })

    it('the same event sent ten times in parallel counts once', async () => {
      const event = flowsEvent({ id: 'same', time: at() }, { item: 'connector' })
      const replies = await Promise.all(Array.from({ length: 10 }, () => api().send([event])))
      expect(replies.reduce((sum, reply) => sum + reply.accepted, 0)).toBe(1)
      expect(replies.reduce((sum, reply) => sum + reply.duplicate, 0)).toBe(9)
      const usage = await api().call('usage', { params: TEAM })
      expect(resourceOf(usage, 'flows').standing.used).toBe(2)
    })

    it('of ten events with one id and different content exactly one is accepted', async () => {
      const events = Array.from({ length: 10 }, (_, index) =>
        flowsEvent({ id: 'same', time: at() }, { item: 'connector', count: index + 1 }),
      )
      const replies = await Promise.all(events.map((event) => api().send([event])))
      expect(replies.reduce((sum, reply) => sum + reply.accepted, 0)).toBe(1)
      expect(replies.reduce((sum, reply) => sum + reply.conflict, 0)).toBe(9)
    })

    it('ids are exact: another source, or another letter case, is another event', async () => {
      const reply = await api().send([
        flowsEvent({ id: 'a', time: at(), source: '/one' }, { item: 'flow-run' }),
        flowsEvent({ id: 'a', time: at(), source: '/two' }, { item: 'flow-run' }),
        flowsEvent({ id: 'A', time: at(), source: '/one' }, { item: 'flow-run' }),
      ])
      expect(reply.accepted).toBe(3)
    })

    it('of a batch, a refused event does not keep a right one with the same id out', async () => {
      const reply = await api().send([
        aiEvent({ id: 'x', time: at(), subject: 'nobody' }, { credits: 3 }),
        aiEvent({ id: 'x', time: at(), subject: 'cara' }, { credits: 3 }),
      ])
      expect(reply.results.map((result) => result.outcome)).toEqual(['rejected', 'accepted'])
    })

    it('the same instant written with another offset is the same content', async () => {
      const utc = '2026-11-20T10:00:00.000Z'
      const local = '2026-11-20T15:45:00+05:45'
      await api().send(flowsEvent({ id: 'e', time: utc }, { item: 'flow-run' }))
      const reply = await api().send(flowsEvent({ id: 'e', time: local }, { item: 'flow-run' }))
      expect(reply.results[0]?.outcome).toBe('duplicate')
    })

    it.each([
      ['an unknown team', { team: 'nowhere' }, 'unknown-team'],
      ['an unknown member', { subject: 'nobody' }, 'unknown-member'],
      ['a time in the future', { time: at(6 * 60_000) }, 'from-the-future'],
      ['a time before billing began', { time: '2026-01-30T00:00:00Z' }, 'before-billing'],
      ['a time far off', { time: '0001-01-01T00:00:00Z' }, 'before-billing'],
    ])('refuses %s with its reason, and keeps the event', async (_, change, reason) => {
      const event = { ...flowsEvent({ id: 'e', time: at() }, { item: 'flow-run' }), ...change }
      const reply = await api().send([event])
      expect(reply.results[0]).toMatchObject({ outcome: 'rejected', reason })
      const [kept] = await api().store.rejections({ limit: 10 })
      expect(kept).toMatchObject({ reason, times: 1, event: JSON.stringify(event) })
    })

    it('books a late event in the open cycle and marks it', async () => {
      const last = Date.parse('2026-10-30T18:14:59.999Z')
      const event = flowsEvent({ id: 'late', time: new Date(last).toISOString() }, { item: 'or' })
      const reply = await api().send([event])
      expect(reply.results[0]).toMatchObject({ outcome: 'accepted', late: true })
      const { charges } = await api().call('charges', { params: FLOWS })
      expect(charges).toMatchObject([{ late: true, time: last, bookedAt: NOW, credits: 1 }])
    })

    it('within the grace of a day an event belongs to the cycle that its time falls in', async () => {
      const end = Date.parse('2026-11-29T18:15:00Z')
      api().setNow(end + 24 * HOUR - 1)
      const time = new Date(end - 1).toISOString()
      const reply = await api().send(flowsEvent({ id: 'e', time }, { item: 'flow-run' }))
      expect(reply.results[0]).toMatchObject({ late: false })
      const query: Query<'usage'> = { cycle: '2026-10-31' }
      const before = await api().call('usage', { params: TEAM, query })
      expect(resourceOf(before, 'flows').standing.used).toBe(1)
      const open = await api().call('usage', { params: TEAM })
      expect(resourceOf(open, 'flows').standing.used).toBe(0)
    })
  })
}

function describeFigures(api: () => ApiHost): void {
  describe('figures', () => {
    it('of a team without any use are all there, and zero', async () => {
      const usage = await api().call('usage', { params: TEAM })
      expect(usage.resources.map((entry) => entry.resource).sort()).toEqual([
        'ai',
        'api-calls',
        'assistant',
        'flows',
      ])
      for (const entry of usage.resources) {
        expect(entry.standing).toMatchObject({ used: 0, limit: 'ok', work: 'open' })
        expect(entry.forecast.kind).toBe('too-early')
        expect(entry.series.days).toHaveLength(30)
      }
      expect(usage).toMatchObject({ asOf: NOW, cycle: { id: '2026-10-31' }, alerts: [] })
    })

    it('days sum to the total, buckets sum to the total, breakdowns sum to the total', async () => {
      await api().send([
        flowsEvent(
          { id: '1', time: at(-9 * DAY), subject: 'cara' },
          { item: 'connector', count: 30 },
        ),
        flowsEvent({ id: '2', time: at(-5 * DAY) }, { item: 'ai-agent', model: 'gpt-5', count: 3 }),
        flowsEvent(
          { id: '3', time: at(-1), subject: 'dan' },
          { item: 'flow-run', count: 17, flow: 'b' },
        ),
        flowsEvent({ id: '4', time: at(), subject: 'dan' }, { item: 'request', run: 'manual' }),
      ])
      const reply = await api().call('resource', { params: FLOWS })
      const { usage, breakdowns } = reply
      expect(usage.standing).toMatchObject({ used: 107, limit: 'exceeded', work: 'suspended' })
      expect(usage.buckets).toEqual({ included: 100, bonus: 0, payAsYouGo: 0, uncovered: 7 })
      const days = usage.series.days
      expect(days.reduce((sum, day) => sum + day.total, 0)).toBe(107)
      expect(days.filter((day) => day.cumulative !== undefined).at(-1)?.cumulative).toBe(107)
      expect(usage.series.kinds).toEqual([
        { kind: 'connector', label: 'Connector', credits: 60 },
        { kind: 'ai-agent', label: 'AI Agent', credits: 30 },
        { kind: 'flow-run', label: 'Flow run', credits: 17 },
      ])
      const sum = (rows: { credits: number }[]) =>
        rows.reduce((total, row) => total + row.credits, 0)
      expect(sum(breakdowns.kinds.rows)).toBe(107)
      expect(breakdowns.members.rows).toEqual([
        { key: 'cara', label: 'Cara Ćosić', credits: 60, charges: 1, shareBps: 5607 },
        { key: '', label: 'No member named', credits: 30, charges: 1, shareBps: 2803 },
        { key: 'dan', label: 'Dan 100%_Percent', credits: 17, charges: 2, shareBps: 1588 },
      ])
      expect(breakdowns.parts?.rows.map((row) => [row.label, row.credits])).toEqual([
        ['Flow intake', 90],
        ['Flow b', 17],
      ])
      expect(reply.rateCard).toMatchObject({ id: 'flows-2026-03', appliesFrom: '2026-03-01' })
    })

    it('a day is the local day of the team, also at +05:45', async () => {
      await api().send([
        apiEvent({ id: '1', time: '2026-11-10T18:14:59.999Z' }, 5),
        apiEvent({ id: '2', time: '2026-11-10T18:15:00.000Z' }, 7),
      ])
      const usage = await api().call('usage', { params: TEAM })
      const days = resourceOf(usage, 'api-calls').series.days
      expect(days.find((day) => day.date === '2026-11-10')?.total).toBe(5)
      expect(days.find((day) => day.date === '2026-11-11')?.total).toBe(7)
    })

    it('the same number on the page, in the list, in the charges and in an alert', async () => {
      await api().send(aiEvent({ id: '1', time: at(), subject: 'cara' }, { credits: 300 }))
      const usage = await api().call('usage', { params: TEAM })
      const { members } = await api().call('members', { params: AI })
      const { matching } = await api().call('charges', { params: AI })
      const cara = members.find((row) => row.member.id === 'cara')
      expect(resourceOf(usage, 'ai').standing.used).toBe(300)
      expect(usage.closest.map((row) => row.member.id)).toEqual(['cara'])
      expect(cara?.balance).toMatchObject({
        kind: 'own',
        standing: { used: 300, limit: 'warning' },
      })
      expect(matching).toEqual({ charges: 1, credits: 300 })
      expect(usage.alerts).toMatchObject([
        { used: 300, allowance: 400, threshold: 'warning', member: { id: 'cara' } },
      ])
    })

    it('assistant credits: by started thousand tokens, and none with an own key', async () => {
      await api().send([
        assistantEvent({ id: '1', time: at() }, { tokens: 1_001, model: 'claude-sonnet-4.5' }),
        assistantEvent({ id: '2', time: at() }, { tokens: 90_000, ownKey: true }),
      ])
      const params = { ...TEAM, resource: 'assistant' } as const
      const { charges } = await api().call('charges', { params })
      expect(charges.map((charge) => charge.explanation)).toEqual([
        'Claude Haiku 4.5, paid with your own provider key = 0',
        '2 × started 1,000 tokens of Claude Sonnet 4.5 at 3 credits, card of 2026-03-01 = 6',
      ])
    })

    it('a rate applies from its date: the same use before it is rated on the older card', async () => {
      api().setNow(Date.parse('2026-03-15T12:00:00Z'))
      await api().send([
        flowsEvent(
          { id: '1', time: '2026-02-28T23:59:59Z' },
          { item: 'create-with-ai', model: 'gpt-4o-mini' },
        ),
        flowsEvent(
          { id: '2', time: '2026-03-01T00:00:00Z' },
          { item: 'create-with-ai', model: 'gpt-4o-mini' },
        ),
      ])
      const { charges } = await api().call('charges', { params: FLOWS })
      expect(charges.map((charge) => [charge.rating.cardId, charge.credits])).toEqual([
        ['flows-2026-03', 1],
        ['flows-2025', 2],
      ])
    })

    it('a pool grows with the team, and its thresholds are re-armed', async () => {
      await addAcme(api().store, { id: 'pooled', plan: 'enterprise' })
      const params = { team: 'pooled' }
      const use = (id: string, subject: string, credits: number) =>
        api().send(aiEvent({ id, time: at(), team: 'pooled', subject }, { credits }))
      await use('1', 'cara', 2_400)
      const eve = { id: 'eve', name: 'Eve', email: 'eve@example.com', roles: ['member'] } as const
      await api()
        .store.team('pooled')
        .write((tx) => tx.addMembers([{ ...eve, createdAt: NOW }]))
      await use('2', 'eve', 599)
      await use('3', 'eve', 1)
      const { alerts } = await api().call('alerts', { params })
      expect(alerts.map((alert) => [alert.threshold, alert.used, alert.allowance])).toEqual([
        ['warning', 3_000, 4_000],
        ['warning', 2_400, 3_200],
      ])
      const whole = resourceOf(await api().call('usage', { params }), 'ai')
      expect(whole).toMatchObject({
        holder: { kind: 'pool', members: 5 },
        standing: { used: 3_000, left: { credits: 1_000 } },
      })
      const own = await api().call('usage', { params, as: 'member:eve' })
      expect(resourceOf(own, 'ai').holder).toMatchObject({ kind: 'pool', own: { used: 600 } })
    })

    it('nothing included or bought rolls over to the next cycle', async () => {
      const body = { on: true, target: { kind: 'team' } }
      await api().call('switch', { params: FLOWS, body, as: 'billing' })
      const end = Date.parse('2026-11-29T18:15:00Z')
      const flows = async () => resourceOf(await api().call('usage', { params: TEAM }), 'flows')
      await api().send([
        flowsEvent({ id: '1', time: at() }, { item: 'flow-run', count: 101 }),
        apiEvent({ id: '2', time: at() }, 10),
      ])
      expect((await flows()).standing).toMatchObject({ boughtLeft: 999 })
      api().setNow(end)
      expect((await flows()).standing).toMatchObject({
        used: 0,
        left: { kind: 'limited', credits: 100 },
        boughtLeft: 0,
      })
      const usage = await api().call('usage', { params: TEAM })
      expect(resourceOf(usage, 'api-calls').standing.left).toMatchObject({ credits: 1_000_000 })
    })

    it('lists the cycles back to the first, newest first, and says which are final', async () => {
      const { cycles } = await api().call('cycles', { params: TEAM })
      expect(cycles.map((cycle) => [cycle.id, cycle.final])).toEqual([
        ['2026-10-31', false],
        ['2026-09-30', true],
        ['2026-08-31', true],
        ['2026-07-31', true],
        ['2026-06-30', true],
        ['2026-05-31', true],
        ['2026-04-30', true],
        ['2026-03-31', true],
        ['2026-02-28', true],
        ['2026-01-31', true],
      ])
    })
  })
}

function describeSwitches(api: () => ApiHost): void {
  describe('pay-as-you-go', () => {
    const body = { on: true, target: { kind: 'team' } }

    it('turned on, the very next charge buys a block; earlier use stays unbilled', async () => {
      await api().send(flowsEvent({ id: '1', time: at() }, { item: 'flow-run', count: 130 }))
      const preview = await api().call('previewSwitch', { params: FLOWS, body, as: 'billing' })
      expect(preview).toMatchObject({
        affected: { team: true, count: 1 },
        uncovered: 30,
        boughtLeft: 0,
        costSoFarMicros: 0,
        price: { blockCredits: 1_000, blockMicros: 10_000_000, assumed: true },
        atMost: { kind: 'too-early' },
      })
      await api().call('switch', { params: FLOWS, body, as: 'billing' })
      await api().send(flowsEvent({ id: '2', time: at() }, { item: 'flow-run' }))
      const usage = resourceOf(await api().call('usage', { params: TEAM }), 'flows')
      expect(usage.buckets).toEqual({ included: 100, bonus: 0, payAsYouGo: 1, uncovered: 30 })
      expect(usage.standing).toMatchObject({ work: 'on-pay-as-you-go', boughtLeft: 999 })
      expect(usage.payAsYouGo).toMatchObject({
        on: true,
        blocks: 1,
        costMicros: 10_000_000,
        decided: { by: 'Bill Billing', at: NOW },
      })
      expect(usage.marks.map((mark) => mark.kind)).toEqual(['switched-on', 'blocks-bought'])
    })

    it('turned on, use from before is not billed, also where it is reported later', async () => {
      await api().send(flowsEvent({ id: '1', time: at(-DAY) }, { item: 'flow-run', count: 100 }))
      await api().call('switch', { params: FLOWS, body, as: 'billing' })
      await api().send(flowsEvent({ id: '2', time: at(-1) }, { item: 'flow-run', count: 5 }))
      await api().send(flowsEvent({ id: '3', time: at() }, { item: 'flow-run', count: 7 }))
      const usage = resourceOf(await api().call('usage', { params: TEAM }), 'flows')
      expect(usage.buckets).toEqual({ included: 100, bonus: 0, payAsYouGo: 7, uncovered: 5 })
    })

    it('turned off, nothing more is billed, and a bought block stays usable', async () => {
      await api().call('switch', { params: FLOWS, body, as: 'billing' })
      await api().send(flowsEvent({ id: '1', time: at() }, { item: 'flow-run', count: 101 }))
      const off = { on: false, target: { kind: 'team' } }
      const preview = await api().call('previewSwitch', { params: FLOWS, body: off, as: 'billing' })
      expect(preview).toMatchObject({ boughtLeft: 999, affected: { team: false, count: 0 } })
      await api().call('switch', { params: FLOWS, body: off, as: 'billing' })
      await api().send(flowsEvent({ id: '2', time: at() }, { item: 'flow-run', count: 1_000 }))
      const usage = resourceOf(await api().call('usage', { params: TEAM }), 'flows')
      expect(usage.buckets).toEqual({ included: 100, bonus: 0, payAsYouGo: 1_000, uncovered: 1 })
      expect(usage.payAsYouGo).toMatchObject({ on: false, blocks: 1 })
      expect(usage.standing.work).toBe('suspended')
    })

    it('for AI credits the last decision wins, for the team or for a member', async () => {
      const off = (members: string[]) => ({ on: false, target: { kind: 'members', members } })
      await api().call('switch', { params: AI, body: off(['cara', 'dan']), as: 'billing' })
      await api().send([
        aiEvent({ id: '1', time: at(), subject: 'cara' }, { credits: 410 }),
        aiEvent({ id: '2', time: at(), subject: 'ada' }, { credits: 410 }),
      ])
      const paused = await api().call('members', { params: AI, query: { state: 'paused' } })
      expect(paused.members.map((row) => row.member.id)).toEqual(['cara'])
      const preview = await api().call('previewSwitch', { params: AI, body, as: 'billing' })
      expect(preview).toMatchObject({
        accounts: 4,
        affected: { team: false, count: 1, members: [{ id: 'cara', name: 'Cara Ćosić' }] },
        uncovered: 10,
        costSoFarMicros: 350_000,
      })
      await api().call('switch', { params: AI, body, as: 'billing' })
      const after = await api().call('members', { params: AI })
      expect(after.members.map((row) => row.payAsYouGo)).toEqual(['on', 'on', 'on', 'on'])
      const counts = resourceOf(await api().call('usage', { params: TEAM }), 'ai').holder
      expect(counts).toMatchObject({
        kind: 'members',
        counts: {
          members: 4,
          byLimit: { ok: 2, exceeded: 2 },
          byWork: { open: 2, 'on-pay-as-you-go': 2, paused: 0 },
        },
      })
    })

    it('of a cycle that is over is shown as it was then', async () => {
      await api().send(flowsEvent({ id: '1', time: at() }, { item: 'flow-run', count: 130 }))
      api().setNow(NOW + 10 * DAY)
      await api().call('switch', { params: FLOWS, body, as: 'billing' })
      const query = { cycle: '2026-10-31' }
      const before = resourceOf(await api().call('usage', { params: TEAM, query }), 'flows')
      expect(before.payAsYouGo).toMatchObject({ on: false, blocks: 0 })
      expect(before.standing).toMatchObject({ used: 130, work: 'suspended' })
      expect(before.forecast).toEqual({ kind: 'closed' })
      const open = resourceOf(await api().call('usage', { params: TEAM }), 'flows')
      expect(open.payAsYouGo).toMatchObject({ on: true })
    })

    it('of a cycle that is over members are listed as they were switched then', async () => {
      const members = { on: false, target: { kind: 'members', members: ['cara'] } }
      await api().call('switch', { params: AI, body: members, as: 'billing' })
      await api().send([
        aiEvent({ id: '1', time: at(), subject: 'cara' }, { credits: 400 }),
        aiEvent({ id: '2', time: at(), subject: 'dan' }, { credits: 400 }),
      ])
      const query = { cycle: '2026-10-31' }
      const seen = async () => ({
        counts: resourceOf(await api().call('usage', { params: TEAM, query }), 'ai').holder,
        all: (await api().call('members', { params: AI, query })).members,
        paused: (
          await api().call('members', { params: AI, query: { ...query, state: 'paused' } })
        ).members.map((row) => row.member.id),
      })
      const then = await seen()
      expect(then.paused).toEqual(['cara'])
      expect(then.counts).toMatchObject({
        counts: { byWork: { 'on-pay-as-you-go': 1, paused: 1 } },
      })
      api().setNow(NOW + 10 * DAY)
      expect(await seen()).toEqual(then)
      await api().call('switch', { params: AI, body, as: 'billing' })
      expect(await seen()).toEqual(then)
      const dan = { on: false, target: { kind: 'members', members: ['dan'] } }
      await api().call('switch', { params: AI, body: dan, as: 'billing' })
      expect(await seen()).toEqual(then)
      const open = await api().call('members', { params: AI })
      expect(open.members.map((row) => [row.member.id, row.payAsYouGo])).toContainEqual([
        'dan',
        'off',
      ])
    })

    it('of a cycle that is over is not changed by who joins later', async () => {
      await api().send(aiEvent({ id: '1', time: at(), subject: 'cara' }, { credits: 40 }))
      api().setNow(NOW + 10 * DAY)
      const query = { cycle: '2026-10-31' }
      const seen = async () => [
        (await api().call('usage', { params: TEAM, query })).resources,
        (await api().call('members', { params: AI, query })).members,
      ]
      const before = await seen()
      const eve = {
        id: 'eve',
        name: 'Eve',
        email: '',
        roles: ['member'],
        createdAt: NOW + 10 * DAY,
      } as const
      await api()
        .store.team('acme')
        .write((tx) => tx.addMembers([eve]))
      expect(await seen()).toEqual(before)
      const open = await api().call('members', { params: AI })
      expect(open.members.map((row) => row.member.id)).toContain('eve')
    })

    it('is refused where the plan sells none, and for members nobody knows', async () => {
      const params = { ...TEAM, resource: 'api-calls' } as const
      expect(await api().refusal('switch', { params, body, as: 'billing' })).toMatchObject({
        status: 409,
        code: 'not-offered',
      })
      const nobody = { on: true, target: { kind: 'members', members: ['cara', 'nobody'] } }
      expect(await api().refusal('switch', { params: AI, body: nobody, as: 'billing' })).toEqual({
        status: 404,
        code: 'unknown-member',
        detail: 'The team has no member nobody.',
      })
      const { members } = await api().call('members', { params: AI })
      expect(members.every((row) => row.payAsYouGo === 'on')).toBe(true)
    })
  })
}

function describeAlerts(api: () => ApiHost): void {
  describe('alerts', () => {
    it('fire once each, at the exact hit, and one jump over all names the highest', async () => {
      const send = (id: string, count: number) =>
        api().send(flowsEvent({ id, time: at() }, { item: 'flow-run', count }))
      await send('1', 74)
      await send('2', 1)
      await send('3', 25)
      await send('4', 5)
      await send('5', 5)
      await api().send(aiEvent({ id: '6', time: at(), subject: 'dan' }, { credits: 500 }))
      const { alerts } = await api().call('alerts', { params: TEAM })
      expect(
        alerts.map((alert) => [alert.resource, alert.threshold, alert.crossed, alert.used]),
      ).toEqual([
        ['ai', 'exceeded', ['warning', 'reached', 'exceeded'], 500],
        ['flows', 'exceeded', ['exceeded'], 105],
        ['flows', 'reached', ['reached'], 100],
        ['flows', 'warning', ['warning'], 75],
      ])
      const usage = await api().call('usage', { params: TEAM })
      expect(usage.alerts.map((alert) => [alert.resource, alert.threshold])).toEqual([
        ['ai', 'exceeded'],
        ['flows', 'exceeded'],
      ])
    })

    it('are dismissed for one viewer only, and come back', async () => {
      await api().send(flowsEvent({ id: '1', time: at() }, { item: 'flow-run', count: 80 }))
      const [alert] = (await api().call('alerts', { params: TEAM })).alerts
      const params = { ...TEAM, alert: alert?.id ?? '' }
      const seen = async (as: string) =>
        (await api().call('alerts', { params: TEAM, as })).alerts[0]?.dismissed
      await api().call('dismissAlert', { params, body: { dismissed: true }, as: 'admin' })
      expect([await seen('admin'), await seen('billing')]).toEqual([true, false])
      await api().call('dismissAlert', { params, body: { dismissed: false }, as: 'admin' })
      expect(await seen('admin')).toBe(false)
    })
  })
}

function describeRoles(api: () => ApiHost): void {
  describe('roles', () => {
    const body = { on: true, target: { kind: 'team' } }

    it.each(['admin', 'member'])('a viewer as %s may not switch or preview', async (as) => {
      for (const route of ['switch', 'previewSwitch'] as const) {
        expect(await api().refusal(route, { params: FLOWS, body, as })).toEqual({
          status: 403,
          code: 'forbidden',
          detail: 'Only a Billing admin of the team can do this.',
        })
      }
    })

    it('a member sees their own AI credits, and nothing of anyone else', async () => {
      await api().send([
        aiEvent({ id: '1', time: at(), subject: 'cara' }, { credits: 310 }),
        aiEvent({ id: '2', time: at(), subject: 'dan' }, { credits: 320 }),
      ])
      const as = 'member:cara'
      const usage = await api().call('usage', { params: TEAM, as })
      expect(usage.scope).toMatchObject({ kind: 'member', member: { id: 'cara' } })
      expect(usage.resources.map((entry) => [entry.resource, entry.standing.used])).toEqual([
        ['ai', 310],
      ])
      const others = { params: AI, query: { member: 'dan' }, as }
      expect(await api().refusal('charges', others)).toMatchObject({ code: 'forbidden' })
      const { charges } = await api().call('charges', { params: AI, as })
      expect(charges.map((charge) => charge.member?.id)).toEqual(['cara'])
      expect(JSON.stringify([usage, charges])).not.toContain('dan')
      for (const route of ['resource', 'members'] as const) {
        expect(await api().refusal(route, { params: AI, as })).toMatchObject({ code: 'forbidden' })
      }
    })

    it('a member is not told of another member’s alert, not even that it is there', async () => {
      await api().send(aiEvent({ id: '1', time: at(), subject: 'dan' }, { credits: 320 }))
      const [alert] = (await api().call('alerts', { params: TEAM })).alerts
      const params = { ...TEAM, alert: alert?.id ?? '' }
      const asked = { params, body: { dismissed: true }, as: 'member:cara' }
      expect(await api().refusal('dismissAlert', asked)).toMatchObject({ code: 'unknown-alert' })
    })

    it('nobody can be viewed as who is not there', async () => {
      const refused = await api().refusal('usage', { params: TEAM, as: 'member:nobody' })
      expect(refused).toMatchObject({ status: 401, code: 'unknown-viewer' })
    })
  })
}

function describeLists(api: () => ApiHost): void {
  describe('lists', () => {
    it('members: sorted, searched and paged by cursor without gap or repeat', async () => {
      await api().send([
        aiEvent({ id: '1', time: at(), subject: 'cara' }, { credits: 40 }),
        aiEvent({ id: '2', time: at(), subject: 'dan' }, { credits: 90 }),
      ])
      for (const sort of ['used', 'share', 'left', 'cost', 'name'] as const) {
        for (const order of ['asc', 'desc'] as const) {
          const whole = await api().call('members', { params: AI, query: { sort, order } })
          const paged: string[] = []
          let cursor: string | undefined
          do {
            const query = { sort, order, limit: 1, ...(cursor ? { cursor } : {}) }
            const page = await api().call('members', { params: AI, query })
            expect(page.matching).toBe(4)
            paged.push(...page.members.map((row) => row.member.id))
            cursor = page.nextCursor
          } while (cursor)
          expect(paged).toEqual(whole.members.map((row) => row.member.id))
        }
      }
      const found = await api().call('members', { params: AI, query: { search: 'COSI' } })
      expect(found.members.map((row) => row.member.id)).toEqual(['cara'])
      const percent = await api().call('members', { params: AI, query: { search: '%_' } })
      expect(percent.members.map((row) => row.member.id)).toEqual(['dan'])
    })

    it('charges: filtered by kind, member and time, paged newest first', async () => {
      const events = Array.from({ length: 7 }, (_, index) =>
        flowsEvent(
          { id: `e${index}`, time: at(-index * HOUR), subject: index % 2 ? 'cara' : 'dan' },
          { item: index < 4 ? 'connector' : 'flow-run' },
        ),
      )
      await api().send(events)
      const ids = async (query: Query<'charges'>) => {
        const page = await api().call('charges', { params: FLOWS, query })
        return page.charges.map((charge) => charge.event.id)
      }
      expect(await ids({ kind: 'connector' })).toEqual(['e0', 'e1', 'e2', 'e3'])
      expect(await ids({ member: 'cara' })).toEqual(['e1', 'e3', 'e5'])
      expect(await ids({ from: NOW - 2 * HOUR, to: NOW })).toEqual(['e1', 'e2'])
      const first = await api().call('charges', { params: FLOWS, query: { limit: 5 } })
      const rest = { limit: 5, cursor: first.nextCursor ?? '' }
      expect(await ids(rest)).toEqual(['e5', 'e6'])
      expect(first.matching).toEqual({ charges: 7, credits: 11 })
    })
  })
}

function describeBadInput(api: () => ApiHost): void {
  describe('bad input', () => {
    it.each([
      ['no JSON', '{"id":', 400, 'invalid-json'],
      ['too large a body', JSON.stringify('x'.repeat(9_000_000)), 413, 'too-large'],
      ['too many events', JSON.stringify(new Array(1_001).fill({})), 413, 'too-large'],
    ])('%s is refused as a problem document', async (_, body, status, code) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
      const response = await api().fetch('/api/v1/events', init)
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toContain('application/problem+json')
      expect(await response.json()).toMatchObject({ code, status })
    })

    it('an event nested without end is refused, and its batch is taken', async () => {
      let nested: unknown = {}
      for (let depth = 0; depth < 4_000; depth++) nested = { nested }
      const deep = { ...flowsEvent({ id: 'deep', time: at() }, { item: 'flow-run' }), nested }
      const reply = await api().send([
        deep,
        flowsEvent({ id: 'good', time: at() }, { item: 'flow-run' }),
      ])
      expect(reply.results.map((result) => result.outcome)).toEqual(['rejected', 'accepted'])
      expect(reply.results[0]).toMatchObject({ reason: 'invalid', path: '$.nested' })
    })

    it.each(['__proto__', 'Upper', 'with-dash'])(
      'an attribute named %s is refused',
      async (name) => {
        const event = JSON.stringify(flowsEvent({ id: 'e', time: at() }, { item: 'flow-run' }))
        const body = `${event.slice(0, -1)},"${name}":"x"}`
        const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
        const reply = await (await api().fetch('/api/v1/events', init)).json()
        expect(reply.results[0]).toMatchObject({ outcome: 'rejected', reason: 'invalid' })
      },
    )

    it('bytes that are no text are refused: two ids would become one', async () => {
      const event = JSON.stringify(flowsEvent({ id: 'e#', time: at() }, { item: 'flow-run' }))
      const body = Uint8Array.from(event, (char) => (char === '#' ? 0xfe : char.charCodeAt(0)))
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
      const response = await api().fetch('/api/v1/events', init)
      expect(await response.json()).toMatchObject({ code: 'invalid-json' })
    })

    it('another content type is refused', async () => {
      const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }
      const response = await api().fetch('/api/v1/events', init)
      expect(await response.json()).toMatchObject({ code: 'unsupported-media-type' })
    })

    it.each([
      ['an unknown team', { team: 'nowhere' }, {}, 'unknown-team'],
      ['a cycle that never began', TEAM, { cycle: '2026-11-01' }, 'unknown-cycle'],
      ['a cycle before the first', TEAM, { cycle: '2025-12-31' }, 'unknown-cycle'],
      ['a cycle to come', TEAM, { cycle: '2026-11-30' }, 'unknown-cycle'],
      ['a cycle that is no date', TEAM, { cycle: 'today' }, 'invalid-request'],
    ])('%s is said', async (_, params, query, code) => {
      expect(await api().refusal('usage', { params, query })).toMatchObject({ code })
    })

    it.each([
      ['limit', { limit: 0 }],
      ['limit', { limit: 100_000 }],
      ['cursor', { cursor: 'bm9wZQ==' }],
      ['sort', { sort: 'colour' as 'used' }],
    ])('a %s out of range is refused', async (_, query) => {
      const refused = await api().refusal('members', { params: AI, query })
      expect(refused).toMatchObject({ status: 400, code: 'invalid-request' })
    })

    it('extra fields in a decision are refused: nothing rides along', async () => {
      const body = { on: true, target: { kind: 'team' }, roles: ['billing'] }
      const refused = await api().refusal('switch', { params: FLOWS, body, as: 'billing' })
      expect(refused.code).toBe('invalid-request')
    })

    it('an address that leads nowhere is a problem document, too', async () => {
      const response = await api().fetch('/api/v1/anything', jsonInit('DELETE', {}))
      expect(await response.json()).toMatchObject({ status: 404, code: 'not-found' })
    })

    it('no failure of ours happened on the way', () => {
      expect(api().failures).toEqual([])
    })
  })
}
