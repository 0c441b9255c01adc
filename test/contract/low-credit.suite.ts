import { beforeEach, describe, expect, it } from 'vitest'
import type { LowAlertsBody } from '#shared/contract/low-credit.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { assistantEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const NEXT_CYCLE = Date.parse('2026-11-29T18:15:00Z')

type Marks = LowAlertsBody['marks']
const AT_100 = { kind: 'credits', credits: 100 } as const
const AT_10_PERCENT = { kind: 'percent', percent: 10 } as const

/** What low-credit alerts promise, whatever they are stored in and asked through. */
export function describeLowCredit(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`low-credit alerts over ${name}`, () => {
    let host: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      host = opened
      await addAcme(host.store)
    })
    describeFiring(() => host)
    describeSetting(() => host)
    describeBanner(() => host)
  })
}

async function setMarks(api: ApiHost, marks: Marks, as = 'admin') {
  return (await api.call('setLowAlerts', { params: TEAM, body: { marks }, as })).alerts
}

/** Haiku: a credit for each started 1,000 tokens. */
function use(id: string, credits: number, at = NOW) {
  return assistantEvent({ id, time: new Date(at).toISOString() }, { tokens: credits * 1_000 })
}

async function fired(api: ApiHost) {
  const { low } = await api.call('alerts', { params: TEAM })
  return low.map(({ left, mark }) => [left, mark])
}

async function told(api: ApiHost, as = 'billing') {
  const { messages } = await api.call('inbox', { params: TEAM, as })
  return messages.map(({ subject }) => subject).filter((subject) => / left$/.test(subject))
}

function describeFiring(api: () => ApiHost): void {
  describe('a mark', () => {
    it('fires with the charge that reaches it, once, and Admin and Billing are told', async () => {
      await setMarks(api(), [AT_100])
      await api().send([use('1', 399), use('2', 1), use('3', 1)])
      const { low } = await api().call('alerts', { params: TEAM })
      expect(low).toEqual([
        {
          id: 'low:2026-10-31:2',
          at: NOW,
          charge: 2,
          left: 100,
          mark: AT_100,
          crossed: [AT_100],
        },
      ])
      const subject = 'Acme has 100 Assistant credits left'
      expect(await told(api(), 'billing')).toEqual([subject])
      expect(await told(api(), 'admin')).toEqual([subject])
      expect(await told(api(), 'member')).toEqual([])
      const { deliveries } = await api().call('deliveries', {
        params: TEAM,
        query: { channel: 'mail' },
      })
      const mails = deliveries.filter((delivery) => delivery.subject === subject)
      expect(mails.map(({ recipient }) => recipient.id).toSorted()).toEqual(['ada', 'bill'])
      expect(mails[0]?.lines).toEqual([
        '100 Assistant credits are left, bonus credits included.',
        'Your team asked to be told when 100 are left.',
        'The monthly allowance renews on 30 Nov 2026, 00:00 (Asia/Kathmandu). Bonus credits can be bought at any time, and never expire.',
      ])
    })

    it('several that one charge reaches are one message, of the lowest', async () => {
      await setMarks(api(), [AT_100, AT_10_PERCENT, { kind: 'credits', credits: 3 }])
      await api().send(use('1', 480))
      expect(await fired(api())).toEqual([[20, AT_10_PERCENT]])
      expect((await api().call('alerts', { params: TEAM })).low[0]?.crossed).toHaveLength(2)
      expect(await told(api())).toEqual(['Acme has 20 Assistant credits left'])
      await api().send(use('2', 17))
      expect(await fired(api())).toHaveLength(2)
    })

    it('counts bonus credits, and is armed again by a purchase that lifts the balance above', async () => {
      await setMarks(api(), [AT_100])
      await api().send(use('1', 450))
      const body = { key: 'k', pack: 'assistant-1000', priceMicros: 10_000_000 }
      await api().call('buyPack', { params: TEAM, body, as: 'billing' })
      await api().send(use('2', 949))
      expect(await fired(api())).toEqual([[50, AT_100]])
      await api().send(use('3', 1))
      expect(await fired(api())).toEqual([
        [100, AT_100],
        [50, AT_100],
      ])
    })

    it('is armed again in a new cycle', async () => {
      await setMarks(api(), [AT_100])
      await api().send(use('1', 450))
      api().setNow(NEXT_CYCLE + DAY)
      await api().send(use('2', 400, NEXT_CYCLE + DAY))
      expect(await fired(api())).toEqual([[100, AT_100]])
    })

    it('is not set off by what counts in a cycle that is over', async () => {
      await setMarks(api(), [AT_100])
      api().setNow(NEXT_CYCLE + HOUR)
      await api().send(use('past', 450, NEXT_CYCLE - HOUR))
      expect(await fired(api())).toEqual([])
      expect(await told(api())).toEqual([])
    })

    it('is set off once by batches that come at once', async () => {
      await setMarks(api(), [AT_100])
      const batches = Array.from({ length: 12 }, (_, n) => api().send([use(`${n}`, 40)]))
      await Promise.all(batches)
      expect(await fired(api())).toHaveLength(1)
      expect(await told(api())).toHaveLength(1)
    })

    it('is not of other resources, nor of work with an own key', async () => {
      await setMarks(api(), [AT_100])
      const time = new Date(NOW).toISOString()
      await api().send([
        flowsEvent({ id: 'f', time }, { item: 'flow-run', count: 99 }),
        assistantEvent({ id: 'o', time }, { tokens: 500_000, ownKey: true }),
      ])
      expect(await fired(api())).toEqual([])
    })
  })
}

function describeSetting(api: () => ApiHost): void {
  describe('setting marks', () => {
    it('replaces them all; one that stays keeps who set it and that it fired', async () => {
      await setMarks(api(), [AT_100])
      await api().send(use('1', 420))
      const alerts = await setMarks(api(), [AT_10_PERCENT, AT_100], 'billing')
      expect(alerts).toEqual([
        { mark: AT_100, credits: 100, isLow: true, since: NOW, by: 'Ada Admin' },
        { mark: AT_10_PERCENT, credits: 50, isLow: false, since: NOW, by: 'Bill Billing' },
      ])
      await api().send(use('2', 1))
      expect(await fired(api())).toEqual([[80, AT_100]])
      expect(await setMarks(api(), [])).toEqual([])
    })

    it('one that is reached already waits until it is reached again', async () => {
      await api().send(use('1', 420))
      await setMarks(api(), [AT_100])
      await api().send(use('2', 10))
      expect(await fired(api())).toEqual([])
      expect((await api().call('lowAlerts', { params: TEAM })).left).toBe(70)
    })

    it.each([
      ['the same twice', [AT_100, AT_100]],
      ['all of it', [{ kind: 'percent', percent: 100 }]],
      ['nothing of it', [{ kind: 'percent', percent: 0 }]],
      ['part of a credit', [{ kind: 'credits', credits: 0.5 }]],
      ['less than nothing', [{ kind: 'credits', credits: -1 }]],
      ['too many', Array.from({ length: 11 }, (_, n) => ({ kind: 'credits', credits: n }))],
    ])('refuses %s', async (_, marks) => {
      const refusal = await api().refusal('setLowAlerts', { params: TEAM, body: { marks } })
      expect(refusal).toMatchObject({ code: 'invalid-request' })
    })

    it('a Member may not, and is not told of the team’s balance', async () => {
      const asked = { params: TEAM, body: { marks: [AT_100] }, as: 'member' }
      expect(await api().refusal('setLowAlerts', asked)).toMatchObject({ code: 'forbidden' })
      expect(await api().refusal('lowAlerts', { params: TEAM, as: 'member' })).toMatchObject({
        code: 'forbidden',
      })
      await setMarks(api(), [AT_100])
      await api().send(use('1', 450))
      const { low } = await api().call('alerts', { params: TEAM, as: 'member' })
      expect(low).toEqual([])
    })
  })
}

async function banner(api: ApiHost, query = {}, as = 'admin') {
  const { low, alerts } = await api.call('usage', { params: TEAM, query, as })
  const limit = alerts.find(({ resource }) => resource === 'assistant')
  return { low: low && [low.left, low.credits, low.percent], limit: limit?.threshold }
}

function describeBanner(api: () => ApiHost): void {
  describe('the page’s first lines', () => {
    const pack = { key: 'k', pack: 'assistant-1000', priceMicros: 10_000_000 }

    it('tell one fact once: the newest of the limit’s and the team’s own', async () => {
      await setMarks(api(), [{ kind: 'credits', credits: 200 }, AT_10_PERCENT])
      await api().send(use('1', 300))
      expect(await banner(api())).toEqual({ low: [200, 200, undefined], limit: undefined })
      await api().send(use('2', 80))
      expect(await banner(api())).toEqual({ low: undefined, limit: 'warning' })
      await api().send(use('3', 80))
      expect(await banner(api())).toEqual({ low: [40, 50, 10], limit: undefined })
      await api().send(use('4', 40))
      expect(await banner(api())).toEqual({ low: undefined, limit: 'reached' })
    })

    it('of one charge tell the low-credit alert before 75 %, and the end before it', async () => {
      await setMarks(api(), [AT_100])
      await api().send(use('1', 420))
      expect(await banner(api())).toEqual({ low: [80, 100, undefined], limit: undefined })
      await setMarks(api(), [AT_100, { kind: 'credits', credits: 10 }])
      await api().send(use('2', 80))
      expect(await banner(api())).toEqual({ low: undefined, limit: 'reached' })
    })

    it('tell of it only while no more than that is left', async () => {
      await setMarks(api(), [AT_100])
      await api().send(use('1', 300))
      await api().call('buyPack', { params: TEAM, body: pack, as: 'billing' })
      await api().send(use('2', 1_100))
      expect((await banner(api())).low).toEqual([100, 100, undefined])
      await api().call('buyPack', { params: TEAM, body: { ...pack, key: 'k2' }, as: 'billing' })
      expect(await banner(api())).toEqual({ low: undefined, limit: 'exceeded' })
    })

    it('where the bonus credits are used up too, say what stops', async () => {
      await setMarks(api(), [AT_100])
      await api().call('buyPack', { params: TEAM, body: pack, as: 'billing' })
      await api().send(use('1', 1_450))
      expect(await banner(api())).toEqual({ low: [50, 100, undefined], limit: undefined })
      await api().send(use('2', 50))
      const { alerts, low } = await api().call('usage', { params: TEAM })
      expect([low, alerts[0]?.work]).toEqual([undefined, 'suspended'])
    })

    it('of a past cycle tell what was told then, and of the new one nothing', async () => {
      await setMarks(api(), [AT_100])
      await api().send(use('1', 420))
      api().setNow(NEXT_CYCLE + HOUR)
      expect(await banner(api())).toEqual({ low: undefined, limit: undefined })
      expect((await banner(api(), { cycle: '2026-10-31' })).low).toEqual([80, 100, undefined])
    })

    it('are dismissed for one viewer only, and come back', async () => {
      await setMarks(api(), [AT_100])
      await api().send(use('1', 420))
      const { low } = await api().call('usage', { params: TEAM })
      const params = { ...TEAM, alert: low?.id ?? '' }
      const seen = async (as: string) =>
        (await api().call('usage', { params: TEAM, as })).low?.dismissed
      await api().call('dismissAlert', { params, body: { dismissed: true }, as: 'admin' })
      expect([await seen('admin'), await seen('billing')]).toEqual([true, false])
      await api().call('dismissAlert', { params, body: { dismissed: false }, as: 'admin' })
      expect(await seen('admin')).toBe(false)
      const asked = { params, body: { dismissed: true }, as: 'member' }
      expect(await api().refusal('dismissAlert', asked)).toMatchObject({ code: 'unknown-alert' })
      expect(await seen('member')).toBeUndefined()
    })
  })
}
