import { beforeEach, describe, expect, it } from 'vitest'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { assistantEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
/** The team's midnight, at +05:45. */
const MIDNIGHT = Date.parse('2026-11-21T18:15:00Z')

/** What daily limits of servers promise, whatever they are stored in and asked through. */
export function describeServers(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`servers over ${name}`, () => {
    let host: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      host = opened
      await addAcme(host.store)
    })
    const api = () => host
    describeServerUse(api)
    describeAdmission(api)
    describeSetting(api)
  })
}

type Use = { at?: number; server?: string; ownKey?: boolean }

/** Haiku: a credit for each started 1,000 tokens. */
function use(id: string, credits: number, { at = NOW, server = 'docs', ownKey = false }: Use = {}) {
  const time = new Date(at).toISOString()
  return assistantEvent({ id, time }, { tokens: credits * 1_000, server, ownKey })
}

async function setLimit(api: ApiHost, credits: number | null, server = 'docs') {
  const asked = { params: { ...TEAM, server }, body: { credits }, as: 'admin' }
  return (await api.call('setServerLimit', asked)).server
}

async function servers(api: ApiHost) {
  return api.call('servers', { params: TEAM })
}

function run(estimate: number, given: object = {}) {
  const body = { team: 'acme', run: `r${estimate}`, resource: 'assistant', part: 'docs', estimate }
  return { params: {}, body: { ...body, ...given } }
}

function describeServerUse(api: () => ApiHost): void {
  describe('use by server', () => {
    it('is of the team’s own days, the last 14, and own keys use nothing but are seen', async () => {
      await api().send([
        use('1', 3),
        use('2', 4, { at: NOW - DAY }),
        use('3', 5, { at: MIDNIGHT - DAY - 1 }),
        use('4', 9, { at: NOW - 20 * DAY }),
        use('5', 8, { ownKey: true }),
        use('6', 20, { server: 'desk' }),
      ])
      const { days, servers: all, others } = await servers(api())
      expect(days).toHaveLength(14)
      expect(days.at(-1)).toEqual({ date: '2026-11-21', start: MIDNIGHT - DAY, end: MIDNIGHT })
      expect(others).toBe(0)
      const none = Array.from({ length: 12 }, () => ({ credits: 0, ownKey: 0 }))
      expect(all).toEqual([
        {
          id: 'desk',
          name: 'desk',
          today: { credits: 20, ownKey: 0, held: 0 },
          trend: [...none, { credits: 0, ownKey: 0 }, { credits: 20, ownKey: 0 }],
        },
        {
          id: 'docs',
          name: 'docs',
          today: { credits: 3, ownKey: 1, held: 0 },
          trend: [...none, { credits: 9, ownKey: 0 }, { credits: 3, ownKey: 1 }],
        },
      ])
    })

    it('counts each event once, in whatever batches it comes', async () => {
      const events = [use('1', 3), use('2', 4), use('1', 3)]
      await Promise.all([api().send(events), api().send(events), api().send(use('2', 4))])
      expect((await servers(api())).servers[0]?.today.credits).toBe(7)
    })
  })
}

function describeAdmission(api: () => ApiHost): void {
  describe('a run of a server with a daily limit', () => {
    beforeEach(async () => {
      await api().send(use('first', 30))
      await setLimit(api(), 50)
    })

    it('is refused past it: which server, what is left today, until when, and what helps', async () => {
      const { status, code, detail, run: refusal } = await api().refusal('admitRun', run(21))
      expect([status, code]).toEqual([402, 'server-limit-reached'])
      expect(detail).toBe(
        'The server docs has used 30 of its 50 credits for today. 20 credits are left for this run, which needs 21. A new day begins on 22 Nov 2026, 00:00 (Asia/Kathmandu). An Admin or a Billing admin can raise the server’s limit to 51.',
      )
      expect(refusal).toEqual({
        resource: 'assistant',
        scope: { kind: 'server', server: { id: 'docs', name: 'docs' } },
        by: 'server-limit',
        work: 'open',
        allowance: { kind: 'limited', credits: 50 },
        used: 30,
        held: 0,
        free: 20,
        missing: 1,
        renewsAt: MIDNIGHT,
        waysOut: [
          { kind: 'ask-for-less', credits: 20 },
          { kind: 'raise-server-limit', to: 51 },
          { kind: 'wait-for-renewal', at: MIDNIGHT },
        ],
      })
    })

    it('is admitted up to it, and what runs hold counts; other servers are free', async () => {
      await api().call('admitRun', run(15))
      expect(await api().refusal('admitRun', run(6))).toMatchObject({
        detail:
          'The server docs has used 30 of its 50 credits for today, and other runs hold 15. 5 credits are left for this run, which needs 6. A new day begins on 22 Nov 2026, 00:00 (Asia/Kathmandu). An Admin or a Billing admin can raise the server’s limit to 51.',
        run: { held: 15, free: 5 },
      })
      expect((await servers(api())).servers[0]?.today).toEqual({ credits: 30, ownKey: 0, held: 15 })
      await api().call('admitRun', run(300, { part: 'desk' }))
      await api().call('admitRun', run(5))
    })

    it('of many that ask at once, those start that fit and not one more', async () => {
      const asks = Array.from({ length: 25 }, (_, n) =>
        api().fetch('/api/v1/runs', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(run(3, { run: `p${n}` }).body),
        }),
      )
      const statuses = (await Promise.all(asks)).map(({ status }) => status)
      expect(statuses.filter((status) => status === 200)).toHaveLength(6)
      expect(statuses.filter((status) => status === 402)).toHaveLength(19)
    })

    it('that ran is taken all the same, past the limit too', async () => {
      expect(await api().send(use('more', 100))).toMatchObject({ accepted: 1 })
      const [docs] = (await servers(api())).servers
      expect(docs).toMatchObject({ today: { credits: 130 }, limit: { state: 'exceeded' } })
    })

    it('with an own provider key uses none of it', async () => {
      await api().send(use('own', 100, { ownKey: true }))
      expect((await servers(api())).servers[0]?.today).toMatchObject({ credits: 30, ownKey: 1 })
      await api().call('admitRun', run(20))
      expect(await api().refusal('admitRun', run(0))).toMatchObject({ run: { missing: 1 } })
      await api().call('admitRun', run(0, { freeOfCharge: true }))
    })

    it('starts again at the team’s midnight, not before', async () => {
      await api().send(use('rest', 20))
      api().setNow(MIDNIGHT - 1)
      await api().refusal('admitRun', run(1))
      api().setNow(MIDNIGHT)
      await api().call('admitRun', run(50))
    })

    it('starts at the very next request after the limit was raised or taken away', async () => {
      await api().refusal('admitRun', run(21))
      await setLimit(api(), 51)
      await api().call('admitRun', run(21))
      await api().refusal('admitRun', run(22))
      await setLimit(api(), null)
      await api().call('admitRun', run(22))
    })

    it('refused by the team’s allowance too is told both, and what lifts both', async () => {
      await api().send(use('all', 465, { server: 'desk' }))
      const { code, detail, run: refusal } = await api().refusal('admitRun', run(30))
      expect(code).toBe('insufficient_credits')
      expect(detail).toBe(
        'The team has used 495 of 500 Assistant credits in this billing cycle. 5 credits are left for this run, which needs 30. The server docs has used 30 of its 50 credits for today: 20 are left. The allowance renews on 30 Nov 2026, 00:00 (Asia/Kathmandu). A Billing admin can buy 1,000 bonus credits. The Enterprise plan has enough. An Admin or a Billing admin can raise the server’s limit to 60. Both limits have to be lifted.',
      )
      const cycleEnd = Date.parse('2026-11-29T18:15:00Z')
      expect(refusal).toMatchObject({
        scope: { kind: 'team' },
        by: 'allowance',
        allowance: { kind: 'limited', credits: 500 },
        used: 495,
        held: 0,
        free: 5,
        missing: 25,
        renewsAt: cycleEnd,
        server: {
          id: 'docs',
          name: 'docs',
          limit: 50,
          used: 30,
          held: 0,
          free: 20,
          missing: 10,
          renewsAt: MIDNIGHT,
        },
      })
      const raise = { kind: 'raise-server-limit', to: 60 }
      const pack = { kind: 'buy-bonus', pack: 'assistant-1000', credits: 1_000, micros: 10_000_000 }
      const plan = { kind: 'change-plan', plan: 'enterprise', name: 'Enterprise' }
      expect(refusal?.waysOut).toMatchObject([
        { kind: 'ask-for-less', credits: 5 },
        { kind: 'together', ways: [pack, raise] },
        { kind: 'together', ways: [plan, raise] },
        { kind: 'wait-for-renewal', at: cycleEnd },
      ])
      await setLimit(api(), 60)
      const body = { key: 'k', pack: 'assistant-1000', priceMicros: 10_000_000 }
      await api().call('buyPack', { params: TEAM, body, as: 'billing' })
      await api().call('admitRun', run(30))
    })

    it('refused by the team’s allowance alone says nothing of the server', async () => {
      await api().send(use('all', 465, { server: 'desk' }))
      const { run: refusal } = await api().refusal('admitRun', run(20))
      expect(refusal).not.toHaveProperty('server')
      expect(refusal?.waysOut.map(({ kind }) => kind)).toContain('buy-bonus')
    })

    it('is not told to wait for a day that begins a cycle with too little', async () => {
      const lastDay = Date.parse('2026-11-29T06:00:00Z')
      api().setNow(lastDay)
      const body = { key: 'k', pack: 'assistant-1000', priceMicros: 10_000_000 }
      await api().call('buyPack', { params: TEAM, body, as: 'billing' })
      await setLimit(api(), 1_450)
      await api().send(use('last', 30, { at: lastDay }))
      const kinds = async () =>
        (await api().refusal('admitRun', run(1_430))).run?.waysOut.map(({ kind }) => kind)
      expect(await kinds()).toContain('wait-for-renewal')
      const hold = { run: 'long', part: 'desk', holdSeconds: 86_400 }
      await api().call('admitRun', run(9, hold))
      await setLimit(api(), 1_440)
      expect(await kinds()).toContain('wait-for-renewal')
    })
  })
}

function describeSetting(api: () => ApiHost): void {
  describe('setting a limit', () => {
    beforeEach(async () => {
      await api().send(use('first', 30))
    })

    it('keeps who set it and when; null takes it away', async () => {
      expect(await setLimit(api(), 40)).toMatchObject({
        id: 'docs',
        limit: { credits: 40, since: NOW, by: 'Ada Admin', state: 'warning' },
      })
      expect((await setLimit(api(), 0)).limit).toMatchObject({ credits: 0, state: 'exceeded' })
      expect(await setLimit(api(), null)).not.toHaveProperty('limit')
    })

    it('a server that has been quiet can still be changed', async () => {
      await setLimit(api(), 40)
      api().setNow(NOW + 30 * DAY)
      expect((await servers(api())).servers).toMatchObject([{ id: 'docs', limit: { state: 'ok' } }])
      const { trend, ...quiet } = await setLimit(api(), null)
      expect(quiet).toEqual({ id: 'docs', name: 'docs', today: { credits: 0, ownKey: 0, held: 0 } })
      expect(trend).toHaveLength(14)
      expect((await servers(api())).servers).toEqual([])
    })

    it.each([
      ['a server that is not there', 'nowhere', { credits: 1 }, 'unknown-server'],
      ['less than nothing', 'docs', { credits: -1 }, 'invalid-request'],
      ['half a credit', 'docs', { credits: 0.5 }, 'invalid-request'],
      ['more than can be counted', 'docs', { credits: 2 ** 53 }, 'invalid-request'],
      ['nothing said', 'docs', {}, 'invalid-request'],
      ['what nobody asked for', 'docs', { credits: 1, perHour: 2 }, 'invalid-request'],
    ])('is refused for %s', async (_, server, body, code) => {
      const asked = { params: { ...TEAM, server }, body }
      expect(await api().refusal('setServerLimit', asked)).toMatchObject({ code })
      expect((await servers(api())).servers[0]).not.toHaveProperty('limit')
    })

    it('a Billing admin may too; a Member may neither set nor see it', async () => {
      const asked = { params: { ...TEAM, server: 'docs' }, body: { credits: 5 } }
      await api().call('setServerLimit', { ...asked, as: 'billing' })
      expect(await api().refusal('setServerLimit', { ...asked, as: 'member' })).toMatchObject({
        code: 'forbidden',
        detail: 'Only an Admin or a Billing admin of the team can do this.',
      })
      expect(await api().refusal('servers', { params: TEAM, as: 'member' })).toMatchObject({
        code: 'forbidden',
      })
    })

    it('the same server of another team is another one', async () => {
      await addAcme(api().store, { id: 'other' })
      const asked = { params: { team: 'other', server: 'docs' }, body: { credits: 1 } }
      expect(await api().refusal('setServerLimit', asked)).toMatchObject({ code: 'unknown-server' })
    })

    it('an expired hold is free on the server, too', async () => {
      await setLimit(api(), 40)
      await api().call('admitRun', run(10, { holdSeconds: 60 }))
      await api().refusal('admitRun', run(1))
      api().setNow(NOW + HOUR)
      await api().call('admitRun', run(1))
    })
  })
}
