import { beforeEach, describe, expect, it } from 'vitest'
import { DAY } from '#shared/credits/amounts.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const params = { team: 'acme' }
const DOLLAR = 1_000_000
/** At $0.035 each. */
const CREDIT = 35_000
const CYCLE_END = Date.parse('2026-11-29T18:15:00Z')

/** From which charges on Billing is told, whatever it is stored in and whatever it is asked through. */
export function describeChargesAlert(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`the charges threshold over ${name}`, () => {
    let api: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      api = opened
      await addAcme(api.store)
    })

    it('is the catalog’s, marked assumed, until Billing sets the team’s own', async () => {
      const standard = { micros: 50 * DOLLAR, assumed: true }
      const before = { asOf: NOW, currency: 'USD', standard, chargedMicros: 0 }
      expect(await shown(api)).toEqual({ ...before, micros: 50 * DOLLAR })
      const own = {
        ...before,
        micros: 20 * DOLLAR,
        decided: { at: NOW, by: 'Bill Billing' },
      }
      expect(await set(api, 20 * DOLLAR)).toEqual(own)
      expect(await shown(api)).toEqual(own)
      expect(await set(api, null)).toEqual({ ...before, micros: 50 * DOLLAR })
    })

    it('tells Billing with the charge that passes it, once in a cycle', async () => {
      await set(api, 100 * CREDIT)
      await spend(api, 100)
      expect(await told(api)).toEqual([])
      await spend(api, 1)
      await spend(api, 50)
      expect(await told(api)).toEqual(['past $3.50, at $3.54'])
      expect(await shown(api)).toMatchObject({
        chargedMicros: 151 * CREDIT,
        toldMicros: 101 * CREDIT,
      })
      api.setNow(CYCLE_END)
      await spend(api, 501, CYCLE_END)
      expect(await told(api)).toEqual(['past $3.50, at $3.54', 'past $3.50, at $3.54'])
    })

    it('raised past what Billing was told of, it can be passed anew', async () => {
      await set(api, 100 * CREDIT)
      await spend(api, 120)
      await set(api, 200 * CREDIT)
      await spend(api, 80)
      expect(await told(api)).toEqual(['past $3.50, at $4.20'])
      await spend(api, 1)
      expect(await told(api)).toEqual(['past $3.50, at $4.20', 'past $7.00, at $7.04'])
    })

    it('lowered below what is charged, it tells at once; of what was told it says nothing', async () => {
      await spend(api, 120)
      expect(await told(api)).toEqual([])
      await set(api, 100 * CREDIT)
      expect(await told(api)).toEqual(['past $3.50, at $4.20'])
      expect(await mails(api)).toEqual(['bill'])
      await set(api, 10 * CREDIT)
      await set(api, null)
      await set(api, 100 * CREDIT)
      await spend(api, 1)
      expect(await told(api)).toEqual(['past $3.50, at $4.20'])
    })

    it('counts all resources together', async () => {
      const body = { on: true, target: { kind: 'team' } }
      const flows = { ...params, resource: 'flows' } as const
      await api.call('switch', { params: flows, body, as: 'billing' })
      await set(api, 10 * DOLLAR)
      const time = new Date(NOW).toISOString()
      await api.send(flowsEvent({ id: 'f', time }, { item: 'flow-run', count: 101 }))
      expect(await told(api)).toEqual([])
      await spend(api, 1)
      expect(await told(api)).toEqual(['past $10.00, at $10.04'])
    })

    it('of a cycle that is over, a charge in the day of grace is in the inbox only', async () => {
      await set(api, 100 * CREDIT)
      api.setNow(CYCLE_END + DAY / 2)
      await spend(api, 101, CYCLE_END - 1)
      expect(await told(api)).toEqual(['past $3.50, at $3.54'])
      expect(await mails(api)).toEqual([])
    })

    it.each([
      [{ micros: -1 }, 'invalid-request'],
      [{ micros: 0.5 }, 'invalid-request'],
      [{ micros: '50' }, 'invalid-request'],
      [{ micros: 2 ** 53 }, 'invalid-request'],
      [{}, 'invalid-request'],
      [{ micros: 5, more: 1 }, 'invalid-request'],
    ])('refuses %j', async (body, code) => {
      const refused = await api.refusal('setChargesAlert', { params, body, as: 'billing' })
      expect(refused).toMatchObject({ status: 400, code })
      expect(await shown(api)).toMatchObject({ micros: 50 * DOLLAR })
    })

    it.each(['admin', 'member'])('is not for %s to see or set', async (as) => {
      const body = { micros: 5 }
      expect(await api.refusal('setChargesAlert', { params, body, as })).toMatchObject({
        status: 403,
        detail: 'Only a Billing admin of the team can do this.',
      })
      expect(await api.refusal('chargesAlert', { params, as })).toMatchObject({ status: 403 })
    })
  })
}

async function shown(api: ApiHost) {
  return api.call('chargesAlert', { params, as: 'billing' })
}

async function set(api: ApiHost, micros: number | null) {
  return api.call('setChargesAlert', { params, body: { micros }, as: 'billing' })
}

let events = 0

/** AI credits of one member: the first 400 are included, and spent by the first use here. */
async function spend(api: ApiHost, credits: number, at = NOW): Promise<void> {
  const time = new Date(at).toISOString()
  const included = aiEvent(
    { id: 'included', time: new Date(NOW).toISOString(), subject: 'cara' },
    { credits: 400 },
  )
  await api.send(included)
  const event = aiEvent({ id: `e${++events}`, time, subject: 'cara' }, { credits })
  expect(await api.send(event)).toMatchObject({ accepted: 1 })
}

/** What Billing was told of charges, oldest first. */
async function told(api: ApiHost): Promise<string[]> {
  const { messages } = await api.call('inbox', { params, as: 'billing' })
  return messages.toReversed().flatMap(({ subject, lines }) => {
    const past = /charges have passed (\S+)$/.exec(subject)
    const at = / are (\S+) now, past /.exec(lines[0] ?? '')
    return past && at ? [`past ${past[1]}, at ${at[1]}`] : []
  })
}

async function mails(api: ApiHost): Promise<string[]> {
  const { deliveries } = await api.call('deliveries', { params, query: { channel: 'mail' } })
  return deliveries
    .filter(({ subject }) => subject.includes('charges have passed'))
    .map(({ recipient }) => recipient.id)
}
