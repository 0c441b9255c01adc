import { beforeEach, describe, expect, it } from 'vitest'
import { closeCycles } from '#api/invoices/close-due.ts'
import type { TeamStore } from '#api/ports.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import { GRACE } from '#shared/credits/booking.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { type ApiHost, apiOver } from '#test/support/api-host.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const NOVEMBER = { id: '2026-10-31', start: Date.parse('2026-10-30T18:15:00Z') }
const END = Date.parse('2026-11-29T18:15:00Z')
const FINAL = END + GRACE
const CYCLE = { ...NOVEMBER, end: END }

/** What invoices promise, whatever they are stored in and whatever they are asked through. */
export function describeInvoices(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`invoices over ${name}`, () => {
    let host: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      host = opened
      await addAcme(host.store)
    })
    const api = () => host
    describeDrafts(api)
    describeClosing(api)
    describeClocks(api)
  })
}

async function listed(api: ApiHost) {
  return (await api.call('invoices', { params: TEAM, as: 'billing' })).invoices
}

async function opened(api: ApiHost, cycle: string) {
  const asked = { params: { ...TEAM, cycle }, as: 'billing' }
  return (await api.call('invoice', asked)).invoice
}

/** AI credits are billed one by one past the 400 that are included. */
async function use(api: ApiHost, credits: number, at: number, id = `${at}-${credits}`) {
  const time = new Date(at).toISOString()
  const reply = await api.send(aiEvent({ id, time, subject: 'cara' }, { credits }))
  expect(reply).toMatchObject({ accepted: 1 })
  return reply.results[0]
}

function describeDrafts(api: () => ApiHost): void {
  describe('a draft', () => {
    it('is not there as long as nothing is to be paid', async () => {
      expect(await listed(api())).toEqual([])
      await use(api(), 400, NOW)
      expect(await listed(api())).toEqual([])
      const asked = { params: { ...TEAM, cycle: NOVEMBER.id }, as: 'billing' }
      expect(await api().refusal('invoice', asked)).toMatchObject({
        status: 404,
        code: 'unknown-invoice',
      })
    })

    it('grows with the charges, in the grace too, and says when it is final', async () => {
      await use(api(), 401, NOW)
      expect(await opened(api(), NOVEMBER.id)).toEqual({
        cycle: CYCLE,
        state: { kind: 'draft', finalAt: FINAL },
        currency: 'USD',
        totalMicros: 40_000,
        lines: [
          {
            kind: 'pay-as-you-go',
            id: 'ai:1x35000',
            title: 'AI credit usage',
            resource: 'ai',
            late: false,
            blockCredits: 1,
            blockMicros: 35_000,
            blocks: 1,
            charges: 1,
            exactMicros: 35_000,
            micros: 40_000,
          },
        ],
      })
      api().setNow(FINAL - 1)
      await use(api(), 9, END - 1)
      expect(await opened(api(), NOVEMBER.id)).toMatchObject({
        state: { kind: 'draft' },
        totalMicros: 350_000,
      })
    })

    it('opens to the charges behind each line', async () => {
      await use(api(), 402, NOW, 'first')
      await use(api(), 3, NOW, 'second')
      const time = new Date(NOW).toISOString()
      await api().send(aiEvent({ id: 'within', time, subject: 'dan' }, { credits: 5 }))
      const [line] = (await opened(api(), NOVEMBER.id)).lines
      expect(line).toMatchObject({ blocks: 5, charges: 2 })
      const { charges, matching } = await api().call('charges', {
        params: { ...TEAM, resource: 'ai' },
        query: { cycle: NOVEMBER.id, bought: '1x35000', late: 'no' },
      })
      expect(matching).toEqual({ charges: 2, credits: 405 })
      expect(charges.map(({ event }) => event.id)).toEqual(['second', 'first'])
      expect(charges.reduce((sum, { costMicros }) => sum + costMicros, 0)).toBe(175_000)
      for (const query of [{ bought: '1x30000' }, { bought: '1x35000', late: 'yes' as const }]) {
        const none = await api().call('charges', { params: { ...TEAM, resource: 'ai' }, query })
        expect(none.matching).toEqual({ charges: 0, credits: 0 })
      }
    })

    it('of the first cycle has the packs that were bought before it began', async () => {
      const before = Date.parse('2026-11-14T12:00:00Z')
      const first = '2026-12-01'
      api().setNow(before)
      const made = { id: 'early', zone: 'UTC', anchor: first, createdAt: before - DAY }
      await addAcme(api().store, made)
      const early = { params: { team: 'early' }, as: 'billing' }
      const body = { key: 'k', pack: 'assistant-1000', priceMicros: 10_000_000 }
      await api().call('buyPack', { ...early, body })
      const bill = { cycle: { id: first }, totalMicros: 10_000_000 }
      expect((await api().call('invoices', early)).invoices).toMatchObject([bill])
      api().setNow(Date.parse('2027-02-02T12:00:00Z'))
      expect((await api().call('invoices', early)).invoices).toMatchObject([
        { ...bill, state: { kind: 'final', number: 1 } },
      ])
    })

    it('has a line for each price, blocks and packs on their own', async () => {
      await use(api(), 410, NOW)
      const cheaper = apiOver(api().store, { catalog: aiAt(30_000) })
      await use(cheaper, 10, NOW + 1)
      await switchFlowsOn(api())
      const time = new Date(NOW).toISOString()
      await api().send(flowsEvent({ id: 'f', time }, { item: 'flow-run', count: 1_101 }))
      const body = { key: 'k', pack: 'assistant-1000', priceMicros: 10_000_000 }
      await api().call('buyPack', { params: TEAM, body, as: 'billing' })
      const { lines, totalMicros } = await opened(api(), NOVEMBER.id)
      expect(lines.map(({ title, micros }) => [title, micros])).toEqual([
        ['Flows credits, 2 blocks of 1,000', 20_000_000],
        ['AI credit usage', 300_000],
        ['AI credit usage', 350_000],
        ['Bonus Assistant credits, 1 pack of 1,000 credits', 10_000_000],
      ])
      expect(totalMicros).toBe(30_650_000)
    })

    it('is for Billing alone', async () => {
      for (const as of ['admin', 'member']) {
        expect(await api().refusal('invoices', { params: TEAM, as })).toMatchObject({ status: 403 })
        const params = { ...TEAM, cycle: NOVEMBER.id }
        expect(await api().refusal('invoice', { params, as })).toMatchObject({
          status: 403,
          detail: 'Only a Billing admin of the team can do this.',
        })
      }
    })
  })
}

function describeClosing(api: () => ApiHost): void {
  describe('the end of a cycle', () => {
    it('makes the invoice final on first use after the grace: a number, and no change since', async () => {
      await use(api(), 500, NOW)
      api().setNow(FINAL)
      const final = await opened(api(), NOVEMBER.id)
      expect(final).toMatchObject({
        cycle: CYCLE,
        state: { kind: 'final', number: 1, name: 'acme-0001', issuedAt: FINAL },
        totalMicros: 3_500_000,
      })
      api().setNow(FINAL + DAY)
      expect(await use(api(), 450, END - HOUR)).toMatchObject({ late: true })
      expect(await opened(api(), NOVEMBER.id)).toEqual(final)
    })

    it('puts what comes late on the next invoice, marked and apart', async () => {
      await use(api(), 500, NOW)
      api().setNow(FINAL)
      await use(api(), 401, END - 1)
      await use(api(), 2, FINAL)
      const { lines } = await opened(api(), '2026-11-30')
      expect(lines).toMatchObject([
        { title: 'AI credit usage', late: false, blocks: 2, charges: 1, micros: 70_000 },
        { title: 'AI credit usage', late: true, blocks: 1, charges: 1, micros: 40_000 },
      ])
    })

    it('missed for three months closes all of them, in order, without a gap in the numbers', async () => {
      // Packs are bought without anything being booked, so nothing closes a cycle meanwhile.
      const months = ['2026-11-21', '2026-12-21', '2027-01-21', '2027-02-21']
      for (const month of months) {
        api().setNow(Date.parse(month))
        const body = { key: month, pack: 'assistant-1000', priceMicros: 10_000_000 }
        await api().call('buyPack', { params: TEAM, body, as: 'billing' })
      }
      expect(await api().store.team('acme').lastClosing()).toBeUndefined()
      const states = (await listed(api())).map(({ state, cycle }) => [
        cycle.id,
        state.kind === 'final' ? state.number : 'draft',
      ])
      expect(states).toEqual([
        ['2027-01-31', 'draft'],
        ['2026-12-31', 3],
        ['2026-11-30', 2],
        [NOVEMBER.id, 1],
      ])
    })

    it('closes once, however many try at the same time', async () => {
      await use(api(), 500, NOW)
      const team = api().store.team('acme')
      const options = { catalog: DEFAULT_CATALOG, asOf: FINAL }
      const tries = Array.from({ length: 23 }, () => closeCycles(team, options))
      const closed = await Promise.all(tries)
      expect(closed.toSorted((a, b) => b - a)).toEqual([1, ...Array(22).fill(0)])
      expect((await team.invoices()).map(({ number }) => number)).toEqual([1])
    })

    it('that breaks off in the middle closes nothing, and the next one all', async () => {
      await use(api(), 500, NOW)
      const team = api().store.team('acme')
      const options = { catalog: DEFAULT_CATALOG, asOf: FINAL }
      await expect(closeCycles(breakingOff(team), options)).rejects.toThrow('power cut')
      expect(await team.lastClosing()).toMatchObject({ end: NOVEMBER.start })
      expect(await team.invoices()).toEqual([])
      expect(await closeCycles(team, options)).toBe(1)
      expect(await team.lastClosing()).toMatchObject({ cycle: NOVEMBER.id, end: END, invoice: 1 })
    })

    it('of a cycle without charges has no invoice and takes no number', async () => {
      api().setNow(FINAL)
      expect(await listed(api())).toEqual([])
      expect(await api().store.team('acme').lastClosing()).toEqual({
        cycle: NOVEMBER.id,
        start: NOVEMBER.start,
        end: END,
        closedAt: FINAL,
      })
    })
  })
}

function describeClocks(api: () => ApiHost): void {
  describe('a clock set back', () => {
    it('does not open a closed cycle again: its events are late, its invoice stays', async () => {
      await use(api(), 500, NOW)
      api().setNow(FINAL)
      const final = await opened(api(), NOVEMBER.id)
      api().setNow(FINAL - 2 * DAY)
      expect(await use(api(), 450, END - 2 * DAY)).toMatchObject({ late: true })
      const body = { key: 'k', pack: 'assistant-1000', priceMicros: 10_000_000 }
      await api().call('buyPack', { params: TEAM, body, as: 'billing' })
      expect(await opened(api(), NOVEMBER.id)).toEqual(final)
      const next = await opened(api(), '2026-11-30')
      expect(next).toMatchObject({ state: { kind: 'draft' }, totalMicros: 11_750_000 })
      expect(next.lines).toMatchObject([{ kind: 'bonus-pack' }, { late: true, blocks: 50 }])
      api().setNow(FINAL + DAY)
      expect(await opened(api(), '2026-11-30')).toEqual(next)
      expect(await listed(api())).toHaveLength(2)
    })
  })
}

/** Dies at the last write of the closing. */
function breakingOff(team: TeamStore): TeamStore {
  return {
    ...team,
    write: (work) =>
      team.write((tx) =>
        work({
          ...tx,
          addClosing: async (closing) => {
            if (closing.cycle === NOVEMBER.id) throw new Error('power cut')
            await tx.addClosing(closing)
          },
        }),
      ),
  }
}

async function switchFlowsOn(api: ApiHost): Promise<void> {
  const body = { on: true, target: { kind: 'team' } }
  await api.call('switch', { params: { ...TEAM, resource: 'flows' }, body, as: 'billing' })
}

/** The default catalog with another price of an AI credit. */
function aiAt(blockMicros: number): Catalog {
  return {
    ...DEFAULT_CATALOG,
    plans: DEFAULT_CATALOG.plans.map((plan) => {
      const { ai } = plan.entitlements
      if (ai.payAsYouGo.kind === 'unavailable') return plan
      const payAsYouGo = { ...ai.payAsYouGo, blockMicros }
      return { ...plan, entitlements: { ...plan.entitlements, ai: { ...ai, payAsYouGo } } }
    }),
  }
}
