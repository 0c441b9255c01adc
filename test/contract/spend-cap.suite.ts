import { beforeEach, describe, expect, it } from 'vitest'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const FLOWS = { ...TEAM, resource: 'flows' } as const
const AI = { ...TEAM, resource: 'ai' } as const
const BLOCK = 10_000_000
const CREDIT = 35_000
const CYCLE_END = Date.parse('2026-11-29T18:15:00Z')

/** What a spend cap promises, whatever it is stored in and whatever it is asked through. */
export function describeSpendCaps(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`spend caps over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
    })

    it('stops pay-as-you-go as if it were switched off, and says so', async () => {
      await switchOn(api)
      await cap(api, FLOWS, 2 * BLOCK + 5)
      await use(api, 2_600)
      const flows = await usageOf(api, 'flows')
      expect(flows.buckets).toEqual({
        included: 100,
        bonus: 0,
        payAsYouGo: 2_000,
        uncovered: 500,
      })
      expect(flows.standing).toMatchObject({ work: 'suspended', boughtLeft: 0 })
      expect(flows.payAsYouGo).toMatchObject({
        on: true,
        costMicros: 2 * BLOCK,
        capReached: true,
        cap: { micros: 2 * BLOCK + 5, spentMicros: 2 * BLOCK, at: NOW, by: 'Bill Billing' },
      })
      const { alerts } = await api.call('alerts', { params: TEAM })
      expect(alerts).toMatchObject([{ threshold: 'exceeded', work: 'suspended' }])
    })

    it('is what messages and alerts name where it stopped the work, and not the switch', async () => {
      await switchOn(api)
      await cap(api, FLOWS, 15_000_000)
      await use(api, 1_200)
      const { messages } = await api.call('inbox', { params: TEAM, as: 'billing' })
      expect(messages[0]?.lines).toEqual([
        'Acme has used 1,200 of 100 Flows credits.',
        'New cloud runs and credit-consuming blocks are suspended until 30 Nov 2026, 00:00 (Asia/Kathmandu).',
        'The spend cap is reached; a Billing admin can raise it, which lifts this at once.',
      ])
      const { alerts } = await api.call('alerts', { params: TEAM })
      expect(alerts).toMatchObject([{ work: 'suspended', lift: 'raise-cap' }])
      await cap(api, FLOWS, null)
      const lifted = await api.call('alerts', { params: TEAM })
      expect(lifted.alerts[0]).not.toHaveProperty('lift')
    })

    it('alone does not lift what is switched off as well', async () => {
      const off = { on: false, target: { kind: 'members', members: ['cara'] } }
      await api.call('switch', { params: AI, body: off, as: 'billing' })
      await cap(api, AI, 10 * CREDIT)
      await ai(api, 'dan', 420)
      await ai(api, 'cara', 420)
      const { alerts } = await api.call('alerts', { params: TEAM })
      expect(alerts.map(({ member, lift }) => [member?.id, lift])).toEqual([
        ['cara', 'turn-on-and-raise-cap'],
        ['dan', 'raise-cap'],
      ])
      expect(await usageOf(api, 'ai')).toMatchObject({
        holder: { counts: { byWork: { paused: 2 }, stoppedOff: 1 } },
      })
      const lastLine = async (as: string) => {
        const { messages } = await api.call('inbox', { params: TEAM, as })
        return messages[0]?.lines.at(-1)
      }
      expect(await lastLine('member:dan')).toBe(
        'The spend cap is reached; a Billing admin can raise it, which lifts this at once.',
      )
      expect(await lastLine('member:cara')).toBe(
        'The spend cap is reached; a Billing admin can raise it and turn on pay-as-you-go, which lifts this at once.',
      )
    })

    it('raised, it lets work go on at the very next request; earlier use stays unbilled', async () => {
      await switchOn(api)
      await cap(api, FLOWS, 0)
      await use(api, 150)
      expect(await refused(api)).toMatchObject({
        code: 'spend-cap-reached',
        detail:
          'The team has used 150 of 100 Flows credits in this billing cycle. 0 credits are left for this run, which needs 10. Pay-as-you-go stops at the team’s spend cap of $0.00; $0.00 of this cycle is spent. The allowance renews on 30 Nov 2026, 00:00 (Asia/Kathmandu). A Billing admin can raise the spend cap to $10.00. The Enterprise plan has enough.',
        run: {
          by: 'spend-cap',
          work: 'suspended',
          spendCap: { capMicros: 0, spentMicros: 0 },
          waysOut: [{ kind: 'raise-spend-cap', byMicros: BLOCK, toMicros: BLOCK }, {}, {}],
        },
      })
      expect(await cap(api, FLOWS, BLOCK)).toMatchObject({ reached: false, spentMicros: 0 })
      await use(api, 30)
      const flows = await usageOf(api, 'flows')
      expect(flows.buckets).toMatchObject({ payAsYouGo: 30, uncovered: 50 })
      expect(flows.standing).toMatchObject({ work: 'on-pay-as-you-go', boughtLeft: 970 })
      await api.call('admitRun', { params: {}, body: { ...FLOWS, run: 'r', estimate: 970 } })
    })

    it('below what is spent stops at once and takes nothing back; removed, it holds no more', async () => {
      await switchOn(api)
      await use(api, 1_101)
      expect(await cap(api, FLOWS, BLOCK)).toEqual({
        asOf: NOW,
        resource: 'flows',
        capMicros: BLOCK,
        spentMicros: 2 * BLOCK,
        reached: true,
      })
      await use(api, 1_000)
      expect(await usageOf(api, 'flows')).toMatchObject({
        buckets: { payAsYouGo: 2_000, uncovered: 1 },
        payAsYouGo: { costMicros: 2 * BLOCK },
      })
      expect(await cap(api, FLOWS, null)).toMatchObject({ capMicros: null, reached: false })
      await use(api, 1)
      expect(await usageOf(api, 'flows')).toMatchObject({
        buckets: { payAsYouGo: 2_001 },
        payAsYouGo: { costMicros: 3 * BLOCK, capReached: false },
      })
    })

    it('lets a run start at what is told to raise it to, also below what is spent', async () => {
      await switchOn(api)
      await use(api, 1_101)
      await cap(api, FLOWS, BLOCK / 2)
      const problem = await api.refusal('admitRun', run('r1', 1_000))
      const raise = problem.run?.waysOut.find(({ kind }) => kind === 'raise-spend-cap')
      expect(raise).toEqual({ kind: 'raise-spend-cap', byMicros: 2.5 * BLOCK, toMicros: 3 * BLOCK })
      await cap(api, FLOWS, 3 * BLOCK - 1)
      await api.refusal('admitRun', run('r1', 1_000))
      await cap(api, FLOWS, 3 * BLOCK)
      await api.call('admitRun', run('r1', 1_000))
    })

    it('used up with the switch off, both together are the way out', async () => {
      await switchOn(api)
      await use(api, 1_100)
      await cap(api, FLOWS, BLOCK)
      const off = { on: false, target: { kind: 'team' } }
      await api.call('switch', { params: FLOWS, body: off, as: 'billing' })
      const problem = await api.refusal('admitRun', run('r1', 10))
      expect(problem.run?.waysOut).toMatchObject([
        {
          kind: 'together',
          ways: [
            { kind: 'turn-on-pay-as-you-go', blocks: 1 },
            { kind: 'raise-spend-cap', toMicros: 2 * BLOCK },
          ],
        },
        { kind: 'change-plan' },
        { kind: 'wait-for-renewal' },
      ])
      expect(problem.detail).toContain(
        'A Billing admin can turn on pay-as-you-go and raise the spend cap to $20.00.',
      )
    })

    it('that stops the team’s work tells Admin and Billing, once', async () => {
      await switchOn(api)
      await use(api, 1_100)
      const before = await subjects(api)
      await cap(api, FLOWS, 3 * BLOCK)
      expect(await subjects(api)).toEqual(before)
      await cap(api, FLOWS, BLOCK / 2)
      const [told] = (await api.call('inbox', { params: TEAM, as: 'admin' })).messages
      expect(told).toMatchObject({
        subject: 'Acme: work on Flows credits is suspended by the new spend cap',
        lines: [
          'The spend cap for Flows credits was set to $5.00, and $10.00 of this billing cycle is spent: pay-as-you-go buys no more.',
          'New cloud runs and credit-consuming blocks are suspended until 30 Nov 2026, 00:00 (Asia/Kathmandu).',
          'The spend cap is reached; a Billing admin can raise it, which lifts this at once.',
        ],
      })
      await cap(api, FLOWS, 0)
      expect(await subjects(api)).toHaveLength(before.length + 1)
    })

    it('that stops nobody’s work tells nobody', async () => {
      await switchOn(api)
      await use(api, 1_099)
      const before = await subjects(api)
      await cap(api, FLOWS, 0)
      expect(await usageOf(api, 'flows')).toMatchObject({ standing: { boughtLeft: 1 } })
      expect(await subjects(api)).toEqual(before)
    })

    it('that stops members’ work says of how many', async () => {
      await ai(api, 'cara', 401)
      await ai(api, 'dan', 402)
      await ai(api, 'ada', 10)
      await cap(api, AI, 3 * CREDIT)
      const [told] = (await api.call('inbox', { params: TEAM, as: 'billing' })).messages
      expect(told?.subject).toBe('Acme: work on AI credits is paused by the new spend cap')
      expect(told?.lines[1]).toBe(
        'Agent Mode is paused for 2 members until 30 Nov 2026, 00:00 (Asia/Kathmandu).',
      )
    })

    it('is the team’s: what its members spend counts together', async () => {
      await cap(api, AI, 100 * CREDIT)
      await ai(api, 'cara', 470)
      await ai(api, 'dan', 450)
      const whole = await usageOf(api, 'ai')
      expect(whole.buckets).toMatchObject({ included: 800, payAsYouGo: 100, uncovered: 20 })
      expect(whole).toMatchObject({
        payAsYouGo: { costMicros: 100 * CREDIT, capReached: true },
        holder: { counts: { byWork: { paused: 2, open: 2, 'on-pay-as-you-go': 0 } } },
      })
      const query = { state: 'paused' as const }
      const { members } = await api.call('members', { params: AI, query })
      expect(members.map(({ member, payAsYouGo }) => [member.id, payAsYouGo])).toEqual([
        ['cara', 'on'],
        ['dan', 'on'],
      ])
      for (const { balance } of members)
        expect(balance).toMatchObject({ standing: { work: 'paused' } })
      const own = await usageOf(api, 'ai', 'member:cara')
      expect(own).toMatchObject({ standing: { work: 'paused' }, payAsYouGo: { capReached: true } })
      expect(own.payAsYouGo).not.toHaveProperty('cap')
    })

    it('is for each cycle anew', async () => {
      await switchOn(api)
      await cap(api, FLOWS, BLOCK)
      await use(api, 1_200)
      api.setNow(CYCLE_END)
      expect(await usageOf(api, 'flows')).toMatchObject({
        payAsYouGo: { capReached: false, cap: { micros: BLOCK, spentMicros: 0 } },
      })
    })

    it('bounds what a switch is said to cost', async () => {
      for (let day = 1; day <= 9; day++) await use(api, 300, day)
      await cap(api, FLOWS, 2 * BLOCK)
      const body = { on: true, target: { kind: 'team' } }
      const preview = await api.call('previewSwitch', { params: FLOWS, body, as: 'billing' })
      expect(preview).toMatchObject({
        cap: { micros: 2 * BLOCK, leftMicros: 2 * BLOCK },
        atMost: { kind: 'estimate', micros: 2 * BLOCK, blocks: 2 },
        affected: { team: true },
      })
      await cap(api, FLOWS, BLOCK - 1)
      const stopped = await api.call('previewSwitch', { params: FLOWS, body, as: 'billing' })
      expect(stopped).toMatchObject({ atMost: { micros: 0, blocks: 0 }, affected: { team: false } })
    })

    it.each([
      [{ capMicros: -1 }, 'invalid-request'],
      [{ capMicros: 0.5 }, 'invalid-request'],
      [{ capMicros: '50' }, 'invalid-request'],
      [{}, 'invalid-request'],
      [{ capMicros: 5, more: 1 }, 'invalid-request'],
    ])('refuses %j', async (body, code) => {
      const asked = { params: FLOWS, body, as: 'billing' }
      expect(await api.refusal('setSpendCap', asked)).toMatchObject({ code })
    })

    it('is for Billing alone, and only where pay-as-you-go is offered', async () => {
      const body = { capMicros: 5 }
      for (const as of ['admin', 'member']) {
        expect(await api.refusal('setSpendCap', { params: FLOWS, body, as })).toMatchObject({
          code: 'forbidden',
        })
      }
      const params = { ...TEAM, resource: 'api-calls' } as const
      expect(await api.refusal('setSpendCap', { params, body, as: 'billing' })).toMatchObject({
        code: 'not-offered',
      })
    })
  })
}

type Capped = typeof FLOWS | typeof AI

async function cap(api: ApiHost, params: Capped, capMicros: number | null) {
  return api.call('setSpendCap', { params, body: { capMicros }, as: 'billing' })
}

async function switchOn(api: ApiHost): Promise<void> {
  const body = { on: true, target: { kind: 'team' } }
  await api.call('switch', { params: FLOWS, body, as: 'billing' })
}

let events = 0

async function use(api: ApiHost, credits: number, daysAgo = 0): Promise<void> {
  const time = new Date(NOW - daysAgo * 86_400_000).toISOString()
  const event = flowsEvent({ id: `e${++events}`, time }, { item: 'flow-run', count: credits })
  expect(await api.send(event)).toMatchObject({ accepted: 1 })
}

async function ai(api: ApiHost, subject: string, credits: number): Promise<void> {
  const time = new Date(NOW).toISOString()
  const event = aiEvent({ id: `e${++events}`, time, subject }, { credits })
  expect(await api.send(event)).toMatchObject({ accepted: 1 })
}

function run(id: string, estimate: number) {
  return { params: {}, body: { ...FLOWS, run: id, estimate } }
}

async function subjects(api: ApiHost): Promise<string[]> {
  const { messages } = await api.call('inbox', { params: TEAM, as: 'billing' })
  return messages.map(({ subject }) => subject)
}

async function refused(api: ApiHost) {
  const body = { ...FLOWS, run: `r${++events}`, estimate: 10 }
  return api.refusal('admitRun', { params: {}, body })
}

async function usageOf(api: ApiHost, resource: string, as?: string) {
  const asked = { params: TEAM, ...(as === undefined ? {} : { as }) }
  const { resources } = await api.call('usage', asked)
  const found = resources.find((entry) => entry.resource === resource)
  if (!found) throw new Error(`no ${resource}`)
  return found
}
