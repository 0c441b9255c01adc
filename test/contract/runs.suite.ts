import { beforeEach, describe, expect, it } from 'vitest'
import type { AdmitBody, Run } from '#shared/contract/run.ts'
import { HOUR } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent, apiEvent, assistantEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const FLOWS = { ...TEAM, resource: 'flows' } as const
const AI = { ...TEAM, resource: 'ai' } as const
const CYCLE_END = Date.parse('2026-11-29T18:15:00Z')

type Ask = { run: string } & Partial<Omit<AdmitBody, 'run'>>

/** What admission promises, whatever it is stored in and whatever it is asked through. */
export function describeRuns(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`runs over ${name}`, () => {
    let host: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      host = opened
      await addAcme(host.store)
    })
    const api = () => host
    describeAdmission(api)
    describeReports(api)
    describeEnds(api)
  })
}

function bodyOf(asked: Ask) {
  return { team: 'acme', resource: 'flows' as const, estimate: 10, ...asked }
}

async function admitted(api: ApiHost, asked: Ask): Promise<Run> {
  return (await api.call('admitRun', { params: {}, body: bodyOf(asked) })).run
}

async function refused(api: ApiHost, asked: Ask) {
  return api.refusal('admitRun', { params: {}, body: bodyOf(asked) })
}

async function found(api: ApiHost, run: string): Promise<Run> {
  return (await api.call('run', { params: { run }, query: TEAM })).run
}

async function end(api: ApiHost, name: 'settleRun' | 'releaseRun', run: string): Promise<Run> {
  return (await api.call(name, { params: { run }, body: TEAM })).run
}

async function standingOf(api: ApiHost, resource: string, as?: string) {
  const asked = { params: TEAM, ...(as === undefined ? {} : { as }) }
  const { resources } = await api.call('usage', asked)
  return resources.find((entry) => entry.resource === resource)?.standing
}

async function switchAi(api: ApiHost, on: boolean): Promise<void> {
  await api.call('switch', { params: AI, body: { on, target: { kind: 'team' } }, as: 'billing' })
}

function use(run: string, credits: number, id = `${run}-${credits}`) {
  const time = new Date(NOW).toISOString()
  return { ...flowsEvent({ id, time }, { item: 'flow-run', count: credits }), run }
}

function describeAdmission(api: () => ApiHost): void {
  describe('admission', () => {
    it('sets the estimate aside: it is pending, not used, and not free', async () => {
      expect(await admitted(api(), { run: 'r1', estimate: 60, part: 'intake' })).toEqual({
        team: 'acme',
        run: 'r1',
        resource: 'flows',
        part: 'intake',
        state: 'admitted',
        estimate: 60,
        used: 0,
        held: 60,
        admittedAt: NOW,
        expiresAt: NOW + HOUR,
      })
      expect(await standingOf(api(), 'flows')).toMatchObject({ used: 0, pending: 60 })
      const problem = await refused(api(), { run: 'r2', estimate: 41 })
      expect(problem).toMatchObject({
        status: 402,
        code: 'limit-reached',
        detail:
          'The team has used 0 of 100 Flows credits in this billing cycle, and other runs hold 60. 40 credits are left for this run, which needs 41. The allowance renews on 30 Nov 2026, 00:00 (Asia/Kathmandu). A Billing admin can turn on pay-as-you-go. The Enterprise plan has enough.',
        run: {
          resource: 'flows',
          scope: { kind: 'team' },
          by: 'allowance',
          work: 'open',
          allowance: { kind: 'limited', credits: 100 },
          used: 0,
          held: 60,
          free: 40,
          missing: 1,
          renewsAt: CYCLE_END,
        },
      })
      expect(problem.run?.waysOut).toEqual([
        { kind: 'ask-for-less', credits: 40 },
        { kind: 'wait-for-runs', credits: 1 },
        { kind: 'turn-on-pay-as-you-go', blocks: 1, micros: 10_000_000 },
        {
          kind: 'change-plan',
          plan: 'enterprise',
          name: 'Enterprise',
          allowance: { kind: 'limited', credits: 500 },
        },
        { kind: 'wait-for-renewal', at: CYCLE_END },
      ])
    })

    it('of many that ask at once, admits what fits and not one more', async () => {
      const asks = Array.from({ length: 33 }, (_, n) =>
        api()
          .call('admitRun', { params: {}, body: bodyOf({ run: `r${n}`, estimate: 7 }) })
          .then(() => true)
          .catch((error: unknown) => {
            expect(String(error)).toContain('limit-reached')
            return false
          }),
      )
      const answers = await Promise.all(asks)
      expect(answers.filter(Boolean)).toHaveLength(14)
      expect(await standingOf(api(), 'flows')).toMatchObject({ pending: 98 })
    })

    it('gives the same run when it is asked again, and refuses another by that id', async () => {
      const first = await admitted(api(), { run: 'r1', estimate: 90 })
      expect(await admitted(api(), { run: 'r1', estimate: 90 })).toEqual(first)
      expect(await refused(api(), { run: 'r1', estimate: 91 })).toMatchObject({
        status: 409,
        code: 'run-conflict',
      })
      expect(await standingOf(api(), 'flows')).toMatchObject({ pending: 90 })
    })

    it('a member has an allowance of their own', async () => {
      await admitted(api(), { run: 'r1', resource: 'ai', member: 'cara', estimate: 400 })
      await admitted(api(), { run: 'r2', resource: 'ai', member: 'dan', estimate: 400 })
      expect(await standingOf(api(), 'ai')).toMatchObject({ pending: 800 })
      expect(await standingOf(api(), 'ai', 'member:cara')).toMatchObject({ pending: 400 })
      const { members } = await api().call('members', { params: AI })
      const pending = members.map(({ member, balance }) =>
        balance.kind === 'own' ? [member.id, balance.standing.pending] : [],
      )
      expect(Object.fromEntries(pending)).toEqual({ ada: 0, bill: 0, cara: 400, dan: 400 })
      const body = { on: false, target: { kind: 'members', members: ['cara'] } }
      await api().call('switch', { params: AI, body, as: 'billing' })
      expect(
        await refused(api(), { run: 'r3', resource: 'ai', member: 'cara', estimate: 1 }),
      ).toMatchObject({
        detail:
          'Cara Ćosić has used 0 of 400 AI credits in this billing cycle, and other runs hold 400. 0 credits are left for this run, which needs 1. The allowance renews on 30 Nov 2026, 00:00 (Asia/Kathmandu). A Billing admin can turn on pay-as-you-go. The Enterprise plan has enough.',
        run: {
          scope: { kind: 'member', member: { id: 'cara', name: 'Cara Ćosić' } },
          work: 'open',
        },
      })
    })

    it('turning pay-as-you-go on admits at the very next request, and off refuses', async () => {
      await admitted(api(), { run: 'r1', estimate: 100 })
      await refused(api(), { run: 'r2' })
      const on = (to: boolean) => ({ on: to, target: { kind: 'team' } })
      await api().call('switch', { params: FLOWS, body: on(true), as: 'billing' })
      await admitted(api(), { run: 'r2' })
      await api().call('switch', { params: FLOWS, body: on(false), as: 'billing' })
      expect(await refused(api(), { run: 'r3' })).toMatchObject({ run: { free: 0, missing: 20 } })
    })

    it('the month’s calls and the Assistant’s credits are refused in their products’ words', async () => {
      const time = new Date(NOW).toISOString()
      await api().send([
        apiEvent({ id: 'calls', time }, 1_000_000),
        assistantEvent({ id: 'tokens', time }, { tokens: 500_000 }),
      ])
      expect(await refused(api(), { run: 'r1', resource: 'api-calls', estimate: 1 })).toMatchObject(
        {
          status: 429,
          code: 'serviceLimitExhausted',
          detail:
            'The team has used 1,000,000 of 1,000,000 API calls in this billing cycle. 0 calls are left for this run, which needs 1. The allowance renews on 30 Nov 2026, 00:00 (Asia/Kathmandu). The Enterprise plan has enough.',
          run: { work: 'suspended' },
        },
      )
      const assistant = await refused(api(), { run: 'r2', resource: 'assistant', estimate: 1 })
      expect(assistant).toMatchObject({ status: 402, code: 'insufficient_credits' })
      expect(assistant.run?.waysOut[0]).toEqual({
        kind: 'buy-bonus',
        pack: 'assistant-1000',
        credits: 1_000,
        micros: 10_000_000,
      })
    })

    it('what other runs hold past what is left is missing too, and the advice is enough', async () => {
      const time = new Date(NOW).toISOString()
      const asked = { run: 'r2', resource: 'assistant', estimate: 900 } as const
      await admitted(api(), { run: 'r1', resource: 'assistant', estimate: 300 })
      await api().send(assistantEvent({ id: 'e', time }, { tokens: 500_000 }))
      const { run: refusal } = await refused(api(), asked)
      expect(refusal).toMatchObject({ held: 300, free: 0, missing: 1_200 })
      expect(refusal?.waysOut[0]).toMatchObject({ kind: 'buy-bonus', pack: 'assistant-5000' })
      const body = { key: 'k1', pack: 'assistant-5000', priceMicros: 40_000_000 }
      await api().call('buyPack', { params: TEAM, body, as: 'billing' })
      await admitted(api(), asked)
    })

    it('does not say to wait for runs that hold more than is left, where that is not enough', async () => {
      await admitted(api(), { run: 'r1', estimate: 60 })
      await api().send(use('none', 100))
      const { run: refusal } = await refused(api(), { run: 'r2' })
      expect(refusal).toMatchObject({ held: 60, missing: 70 })
      expect(refusal?.waysOut.map(({ kind }) => kind)).toEqual([
        'turn-on-pay-as-you-go',
        'change-plan',
        'wait-for-renewal',
      ])
    })

    it('a plan on which members share is told of by what all of them used', async () => {
      await switchAi(api(), false)
      const time = new Date(NOW).toISOString()
      await api().send(
        ['cara', 'dan'].map((subject) => aiEvent({ id: subject, time, subject }, { credits: 400 })),
      )
      const asked = { run: 'r1', resource: 'ai', member: 'cara' } as const
      const kinds = async (estimate: number) =>
        (await refused(api(), { ...asked, estimate })).run?.waysOut.map(({ kind }) => kind)
      expect(await kinds(2_401)).not.toContain('change-plan')
      expect(await kinds(2_400)).toContain('change-plan')
      await api().call('changePlan', { params: TEAM, body: { plan: 'enterprise' } })
      await refused(api(), { ...asked, estimate: 2_401 })
      await admitted(api(), { ...asked, estimate: 2_400 })
    })

    it('of unknown size starts while there is anything left, and holds nothing', async () => {
      await switchAi(api(), false)
      const asked = { resource: 'ai', member: 'cara', estimate: 0 } as const
      expect(await admitted(api(), { run: 'r1', ...asked })).toMatchObject({ estimate: 0, held: 0 })
      const time = new Date(NOW).toISOString()
      await api().send(aiEvent({ id: 'e', time, subject: 'cara' }, { credits: 400 }))
      const problem = await refused(api(), { run: 'r2', ...asked })
      expect(problem).toMatchObject({
        code: 'limit-reached',
        run: { work: 'paused', free: 0, missing: 1 },
      })
      expect(problem.detail).toContain('0 credits are left for this run, which needs at least 1.')
      await switchAi(api(), true)
      await admitted(api(), { run: 'r2', ...asked })
    })

    it('free of charge starts at any limit, and holds nothing', async () => {
      await api().send(use('none', 100))
      const { estimate: _, ...body } = { ...bodyOf({ run: 'r1' }), freeOfCharge: true }
      const first = (await api().call('admitRun', { params: {}, body })).run
      expect(first).toMatchObject({ state: 'admitted', estimate: 0, held: 0 })
      expect((await api().call('admitRun', { params: {}, body })).run).toEqual(first)
      await refused(api(), { run: 'r2', estimate: 0 })
    })

    it('needs one credit where nothing is said of its size', async () => {
      const { estimate: _, ...body } = bodyOf({ run: 'r1' })
      const first = (await api().call('admitRun', { params: {}, body })).run
      expect(first).toMatchObject({ estimate: 1, held: 1 })
      expect(await admitted(api(), { run: 'r1', estimate: 1 })).toEqual(first)
    })

    it('a new cycle admits again', async () => {
      await api().send(use('none', 100))
      await refused(api(), { run: 'r1' })
      api().setNow(CYCLE_END)
      await admitted(api(), { run: 'r1' })
    })

    it.each([
      ['an unknown team', { team: 'nowhere' }, 'unknown-team'],
      ['nobody, where each member has an allowance', { resource: 'ai' }, 'invalid-request'],
      ['an unknown member', { resource: 'ai', member: 'nobody' }, 'unknown-member'],
      ['an unknown member of a team’s resource', { member: 'nobody' }, 'unknown-member'],
      ['a negative estimate', { estimate: -1 }, 'invalid-request'],
      ['a fractional estimate', { estimate: 0.5 }, 'invalid-request'],
      ['an estimate past all bounds', { estimate: 2 ** 53 }, 'invalid-request'],
      ['an estimate of what is free', { freeOfCharge: true, estimate: 5 }, 'invalid-request'],
      ['an id that is none', { run: 'two words' }, 'invalid-request'],
      ['what nobody asked for', { hold: 5 }, 'invalid-request'],
    ] as const)('refuses %s', async (_, change, code) => {
      const body = { ...bodyOf({ run: 'r1' }), ...change }
      expect(await api().refusal('admitRun', { params: {}, body })).toMatchObject({ code })
      expect(await standingOf(api(), 'flows')).toMatchObject({ pending: 0 })
    })
  })
}

function describeReports(api: () => ApiHost): void {
  describe('an admitted run', () => {
    it('frees what it reports, so that nothing counts twice', async () => {
      await admitted(api(), { run: 'r1', estimate: 60 })
      await api().send([use('r1', 20), use('r1', 15)])
      expect(await found(api(), 'r1')).toMatchObject({ used: 35, held: 25 })
      expect(await standingOf(api(), 'flows')).toMatchObject({ used: 35, pending: 25 })
      await api().send(use('r1', 20))
      expect(await found(api(), 'r1')).toMatchObject({ used: 35, held: 25 })
    })

    it('is taken past its estimate and past the limit: what passes it is uncovered', async () => {
      await admitted(api(), { run: 'r1', estimate: 90 })
      expect(await api().send(use('r1', 130))).toMatchObject({ accepted: 1 })
      expect(await found(api(), 'r1')).toMatchObject({ used: 130, held: 0 })
      const { usage } = await api().call('resource', { params: FLOWS })
      expect(usage.buckets).toMatchObject({ included: 100, uncovered: 30 })
    })

    it('that nobody knows, or of another account, frees nothing and is taken', async () => {
      await admitted(api(), { run: 'r1', estimate: 60 })
      const time = new Date(NOW).toISOString()
      const elsewhere = aiEvent({ id: 'ai', time, subject: 'cara' }, { credits: 5 })
      const reply = await api().send([{ ...elsewhere, run: 'r1' }, use('who', 5)])
      expect(reply).toMatchObject({ accepted: 2 })
      expect(await found(api(), 'r1')).toMatchObject({ used: 0, held: 60 })
    })

    it.each([
      ['server', { part: 's1' }, { server: 's2' }, {}],
      ['member', { member: 'cara' }, { server: 's1' }, { subject: 'dan' }],
    ])('is not freed by use of another %s that names it', async (_, of, data, by) => {
      const time = new Date(NOW).toISOString()
      await admitted(api(), { run: 'r1', resource: 'assistant', estimate: 5, ...of })
      const other = assistantEvent({ id: 'other', time, ...by }, { tokens: 3_000, ...data })
      expect(await api().send({ ...other, run: 'r1' })).toMatchObject({ accepted: 1 })
      expect(await found(api(), 'r1')).toMatchObject({ used: 0, held: 5 })
      expect(await standingOf(api(), 'assistant')).toMatchObject({ used: 3, pending: 5 })
      const own = assistantEvent(
        { id: 'own', time, subject: 'cara' },
        { tokens: 2_000, server: 's1' },
      )
      await api().send({ ...own, run: 'r1' })
      expect(await found(api(), 'r1')).toMatchObject({ used: 2, held: 3 })
    })

    it('that named neither part nor member is freed by any use of its account', async () => {
      const time = new Date(NOW).toISOString()
      await admitted(api(), { run: 'r1', estimate: 60 })
      const event = flowsEvent({ id: 'e', time, subject: 'dan' }, { item: 'flow-run', flow: 'b' })
      await api().send({ ...event, run: 'r1' })
      expect(await found(api(), 'r1')).toMatchObject({ used: 1, held: 59 })
    })

    it('whose time is over holds nothing; what it reports then is taken', async () => {
      await admitted(api(), { run: 'r1', estimate: 100, holdSeconds: 60 })
      api().setNow(NOW + 59_999)
      await refused(api(), { run: 'r2' })
      api().setNow(NOW + 60_000)
      expect(await found(api(), 'r1')).toMatchObject({ state: 'expired', held: 0 })
      expect(await standingOf(api(), 'flows')).toMatchObject({ pending: 0 })
      await admitted(api(), { run: 'r2' })
      expect(await api().send(use('r1', 95))).toMatchObject({ accepted: 1 })
      expect(await found(api(), 'r1')).toMatchObject({ state: 'expired', used: 95, held: 0 })
    })
  })
}

function describeEnds(api: () => ApiHost): void {
  describe('the end of a run', () => {
    it('frees what is still held', async () => {
      await admitted(api(), { run: 'r1', estimate: 100 })
      await api().send(use('r1', 30))
      const settled = await end(api(), 'settleRun', 'r1')
      expect(settled).toMatchObject({ state: 'settled', used: 30, held: 0, endedAt: NOW })
      expect(await standingOf(api(), 'flows')).toMatchObject({ used: 30, pending: 0 })
      await admitted(api(), { run: 'r2', estimate: 70 })
      expect(await end(api(), 'releaseRun', 'r2')).toMatchObject({ state: 'released', used: 0 })
      await admitted(api(), { run: 'r3', estimate: 70 })
    })

    it('said again is the same; another end is refused', async () => {
      await admitted(api(), { run: 'r1' })
      const settled = await end(api(), 'settleRun', 'r1')
      api().setNow(NOW + 5)
      expect(await end(api(), 'settleRun', 'r1')).toEqual(settled)
      const asked = { params: { run: 'r1' }, body: TEAM }
      expect(await api().refusal('releaseRun', asked)).toMatchObject({
        status: 409,
        code: 'run-ended',
        detail: 'The run r1 was settled already.',
      })
    })

    it.each(['settleRun', 'releaseRun'] as const)(
      'asked for again after %s it is refused: nothing is held for it any more',
      async (name) => {
        await admitted(api(), { run: 'r1' })
        const { state } = await end(api(), name, 'r1')
        expect(await refused(api(), { run: 'r1' })).toMatchObject({
          status: 409,
          code: 'run-ended',
          detail: `The run r1 was ${state} already. Ask for a run of another id.`,
        })
        expect(await refused(api(), { run: 'r1', estimate: 9 })).toMatchObject({
          code: 'run-conflict',
        })
      },
    )

    it('asked for again once its time is over, it is refused', async () => {
      await admitted(api(), { run: 'r1', holdSeconds: 60 })
      api().setNow(NOW + 59_999)
      await admitted(api(), { run: 'r1', holdSeconds: 60 })
      api().setNow(NOW + 60_000)
      expect(await refused(api(), { run: 'r1', holdSeconds: 60 })).toMatchObject({
        status: 409,
        code: 'run-ended',
        detail: 'The hold of the run r1 has expired. Ask for a run of another id.',
      })
      expect(await found(api(), 'r1')).toMatchObject({ state: 'expired' })
    })

    it('does not end its events: what comes later is taken, and its own', async () => {
      await admitted(api(), { run: 'r1' })
      await end(api(), 'releaseRun', 'r1')
      await api().send(use('r1', 4))
      expect(await found(api(), 'r1')).toMatchObject({ state: 'released', used: 4, held: 0 })
    })

    it('an expired run can still be ended', async () => {
      await admitted(api(), { run: 'r1', holdSeconds: 1 })
      api().setNow(NOW + HOUR)
      expect(await end(api(), 'settleRun', 'r1')).toMatchObject({ state: 'settled' })
    })

    it.each(['settleRun', 'releaseRun'] as const)('%s of what is not there', async (name) => {
      const run = { run: 'r1' }
      const unknown = await api().refusal(name, { params: run, body: TEAM })
      expect(unknown).toMatchObject({ status: 404, code: 'unknown-run' })
      const nowhere = await api().refusal(name, { params: run, body: { team: 'nowhere' } })
      expect(nowhere).toMatchObject({ status: 404, code: 'unknown-team' })
    })

    it('of another team’s run is that of one that is not there', async () => {
      await addAcme(api().store, { id: 'other' })
      await admitted(api(), { run: 'r1' })
      const asked = { params: { run: 'r1' }, body: { team: 'other' } }
      expect(await api().refusal('settleRun', asked)).toMatchObject({ code: 'unknown-run' })
      const query = { team: 'other' }
      expect(await api().refusal('run', { params: { run: 'r1' }, query })).toMatchObject({
        code: 'unknown-run',
      })
    })
  })
}
