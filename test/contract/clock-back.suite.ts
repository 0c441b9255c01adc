import { beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const params = { team: 'acme' }
const FLOWS = { ...params, resource: 'flows' } as const
const CLOSED = '2026-10-31'
const OPEN = '2026-11-30'
const CLOSED_END = Date.parse('2026-11-29T18:15:00Z')
const OPEN_END = Date.parse('2026-12-30T18:15:00Z')
const BLOCK = 10_000_000

/** What becomes of a clock that is set back into a closed cycle, whatever it is stored in. */
export function describeClockBack(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`a clock set back into a closed cycle over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
      await use(api, 80)
      api.setNow(CLOSED_END + DAY)
      await api.call('invoices', { params, as: 'billing' })
      api.setNow(NOW)
    })

    it('opens nothing again: the cycle after it is the open one, from its first instant', async () => {
      const { cycles } = await api.call('cycles', { params })
      expect(cycles.slice(0, 2)).toMatchObject([
        { id: OPEN, final: false },
        { id: CLOSED, final: true },
      ])
      const now = await api.call('usage', { params })
      expect(now).toMatchObject({ asOf: CLOSED_END, cycle: { id: OPEN } })
      expect(flowsIn(now)).toMatchObject({
        standing: { used: 0, limit: 'ok' },
      })
      const closed = await api.call('usage', { params, query: { cycle: CLOSED } })
      expect(flowsIn(closed)).toMatchObject({
        standing: { used: 80, limit: 'warning' },
        forecast: { kind: 'closed' },
      })
    })

    it('runs are admitted against the open cycle, and held by the clock', async () => {
      await admit(api, 'r1', 100)
      expect(flowsIn(await api.call('usage', { params })).standing).toMatchObject({ pending: 100 })
      const asked = { params: {}, body: { ...FLOWS, run: 'r2', estimate: 1 } }
      expect(await api.refusal('admitRun', asked)).toMatchObject({
        status: 402,
        run: { used: 0, held: 100, renewsAt: OPEN_END },
      })
      const { asOf } = await api.call('run', { params: { run: 'r1' }, query: params })
      expect(asOf).toBe(NOW)
      // A hold ends after its hour, though the team's time stands still.
      api.setNow(NOW + HOUR)
      expect(flowsIn(await api.call('usage', { params })).standing).toMatchObject({ pending: 0 })
      await admit(api, 'r3', 100)
    })

    it('a refusal says how long to wait by the clock', async () => {
      const body = { ...params, run: 'r1', resource: 'api-calls', estimate: 1_000_001 }
      const response = await api.fetch('/api/v1/runs', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      expect(Number(response.headers.get('retry-after'))).toBe((OPEN_END - NOW) / 1_000)
    })

    it('use is late in the open cycle, and views and alerts follow it there', async () => {
      await admit(api, 'r1', 90)
      expect(await use(api, 90, 'r1')).toMatchObject({ late: true })
      const usage = await api.call('usage', { params })
      expect(flowsIn(usage).standing).toMatchObject({ used: 90, pending: 0, limit: 'warning' })
      expect(usage.alerts).toMatchObject([{ cycle: { id: OPEN }, used: 90, work: 'open' }])
      const { flows } = await api.call('flows', { params })
      expect(flows).toMatchObject([{ id: 'intake', credits: 90 }])
      const closed = await api.call('usage', { params, query: { cycle: CLOSED } })
      expect(flowsIn(closed).standing.used).toBe(80)
    })

    it('decisions are of the open cycle: the closed one is shown as it was', async () => {
      const before = await api.call('usage', { params, query: { cycle: CLOSED } })
      const body = { on: true, target: { kind: 'team' } }
      await api.call('switch', { params: FLOWS, body, as: 'billing' })
      const cap = { capMicros: 5 * BLOCK }
      await api.call('setSpendCap', { params: FLOWS, body: cap, as: 'billing' })
      await api.call('changePlan', { params, body: { plan: 'enterprise' } })
      await use(api, 501)
      const now = flowsIn(await api.call('usage', { params }))
      expect(now).toMatchObject({
        buckets: { included: 500, payAsYouGo: 1, uncovered: 0 },
        payAsYouGo: { on: true, costMicros: BLOCK, cap: { spentMicros: BLOCK } },
      })
      expect(now.marks.map(({ at }) => at)).toEqual([CLOSED_END, CLOSED_END, CLOSED_END])
      expect(await api.call('chargesAlert', { params, as: 'billing' })).toMatchObject({
        chargedMicros: BLOCK,
      })
      const after = await api.call('usage', { params, query: { cycle: CLOSED } })
      expect(flowsIn(after)).toEqual(flowsIn(before))
      expect(after.resources.map(({ standing }) => standing)).toEqual(
        before.resources.map(({ standing }) => standing),
      )
    })

    it('goes on where it stood once the clock has caught up', async () => {
      await use(api, 90)
      api.setNow(CLOSED_END + 2 * DAY)
      await use(api, 5, undefined, CLOSED_END + 2 * DAY)
      const usage = await api.call('usage', { params })
      expect(usage).toMatchObject({ asOf: CLOSED_END + 2 * DAY, cycle: { id: OPEN } })
      expect(flowsIn(usage).standing.used).toBe(95)
    })
  })
}

const MOVES = [
  { from: 'team', to: 'enterprise', credits: 400, member: 'cara', flows: 500 },
  { from: 'enterprise', to: 'team', credits: 3_200, member: undefined, flows: 100 },
] as const

/** What becomes of a clock that is set back over a cycle's end behind a change of plan. */
export function describeClockBehindPlan(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe.each(MOVES)(`a clock set back behind a move from $from to $to over ${name}`, (move) => {
    const AI = { ...params, resource: 'ai' } as const
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store, { plan: move.from })
      const body = { on: false, target: { kind: 'team' } }
      await api.call('switch', { params: AI, body, as: 'billing' })
      // Of the cycle before nothing is closed yet: those who report late have a day.
      api.setNow(CLOSED_END + HOUR)
      await api.call('changePlan', { params, body: { plan: move.to } })
      api.setNow(CLOSED_END - HOUR)
    })

    it('runs are admitted against the account that the open cycle’s plan gives', async () => {
      const asked = { ...AI, ...(move.member ? { member: move.member } : {}) }
      const whole = { ...asked, run: 'r1', estimate: move.credits }
      await api.call('admitRun', { params: {}, body: whole })
      const more = { ...asked, run: 'r2', estimate: 1 }
      const refused = await api.refusal('admitRun', { params: {}, body: more })
      expect(refused).toMatchObject({
        status: 402,
        run: {
          scope: { kind: move.member ? 'member' : 'team' },
          allowance: { kind: 'limited', credits: move.credits },
          held: move.credits,
          free: 0,
          missing: 1,
          renewsAt: CLOSED_END,
        },
      })
      const ways = refused.run?.waysOut.map(({ kind }) => kind)
      expect(ways).toContain('wait-for-runs')
      // It is on that plan already: to ask for it again changes nothing.
      expect(ways).not.toContain('change-plan')
    })

    it('use is charged to that account, and the cycle after it has the new plan’s', async () => {
      const time = new Date(CLOSED_END - HOUR).toISOString()
      const event = aiEvent({ id: 'behind', time, subject: 'cara' }, { credits: move.credits + 1 })
      await api.send(event)
      const behind = await api.call('usage', { params })
      expect(behind.cycle).toMatchObject({ id: CLOSED })
      const { buckets } = resourceIn(behind, 'ai')
      expect(buckets).toMatchObject({ included: move.credits, uncovered: 1 })
      api.setNow(CLOSED_END + 2 * HOUR)
      const after = await api.call('usage', { params })
      expect(after.cycle).toMatchObject({ id: OPEN })
      expect(flowsIn(after).standing.allowance).toMatchObject({ credits: move.flows })
      expect(resourceIn(after, 'ai').buckets).toMatchObject({ included: 0, uncovered: 0 })
    })
  })
}

type Usage = Awaited<ReturnType<typeof usageOf>>

async function usageOf(api: ApiHost) {
  return api.call('usage', { params })
}

function flowsIn(usage: Usage) {
  return resourceIn(usage, 'flows')
}

function resourceIn({ resources }: Usage, resource: 'flows' | 'ai') {
  const found = resources.find((each) => each.resource === resource)
  if (!found) throw new Error(`no ${resource}`)
  return found
}

async function admit(api: ApiHost, run: string, estimate: number): Promise<void> {
  await api.call('admitRun', { params: {}, body: { ...FLOWS, run, estimate } })
}

let events = 0

async function use(api: ApiHost, count: number, run?: string, at = NOW) {
  const time = new Date(at).toISOString()
  const event = flowsEvent({ id: `e${++events}`, time }, { item: 'flow-run', count })
  const { results } = await api.send({ ...event, ...(run === undefined ? {} : { run }) })
  const [result] = results
  if (result?.outcome !== 'accepted') throw new Error(JSON.stringify(result))
  return result
}
