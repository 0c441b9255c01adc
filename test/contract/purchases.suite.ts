import { beforeEach, describe, expect, it } from 'vitest'
import type { PurchaseBody } from '#shared/contract/purchase.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { type ApiHost, apiOver } from '#test/support/api-host.ts'
import { assistantEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = { team: 'acme' }
const SMALL = { key: 'one', pack: 'assistant-1000', priceMicros: 10_000_000 }
const LARGE = { pack: 'assistant-5000', priceMicros: 40_000_000 }
const BY = 'Bill Billing'

/** What buying bonus credits promises, whatever it is stored in and whatever it is asked through. */
export function describePurchases(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`bonus credits over ${name}`, () => {
    let host: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      host = opened
      await addAcme(host.store)
    })
    const api = () => host
    describeBuying(api)
    describeUse(api)
    describeRefusals(api)
  })
}

async function buy(api: ApiHost, given: Partial<PurchaseBody> = {}) {
  const asked = { params: TEAM, body: { ...SMALL, ...given }, as: 'billing' }
  return (await api.call('buyPack', asked)).line
}

async function refused(api: ApiHost, body: object, as = 'billing') {
  return api.refusal('buyPack', { params: TEAM, body, as })
}

async function linesOf(api: ApiHost) {
  return (await api.call('purchases', { params: TEAM, as: 'admin' })).lines
}

async function assistant(api: ApiHost) {
  return (await api.call('resource', { params: { ...TEAM, resource: 'assistant' } })).usage
}

/** Haiku: a credit for each started 1,000 tokens. */
function use(id: string, credits: number, at = NOW) {
  return assistantEvent({ id, time: new Date(at).toISOString() }, { tokens: credits * 1_000 })
}

function describeBuying(api: () => ApiHost): void {
  describe('buying', () => {
    it('offers the packs of the catalog, each with its price and whether that is assumed', async () => {
      const { packs, currency } = await api().call('purchases', { params: TEAM })
      expect(currency).toBe('USD')
      expect(packs).toEqual([
        { ...packOf('assistant-1000', 1_000, 10_000_000), assumed: true },
        { ...packOf('assistant-5000', 5_000, 40_000_000), assumed: true },
      ])
    })

    it('gives the credits and a receipt: who, when, what, and for how much', async () => {
      const line = await buy(api())
      expect(line).toEqual({
        id: 'bought:one',
        at: NOW,
        resource: 'assistant',
        credits: 1_000,
        left: 1_000,
        bought: { ...SMALL, by: BY, currency: 'USD' },
      })
      expect(await linesOf(api())).toEqual([line])
      const { standing, marks } = await assistant(api())
      expect(standing.bonusLeft).toBe(1_000)
      expect(marks).toEqual([
        { at: NOW, kind: 'bonus-bought', label: '1,000 bonus credits bought' },
      ])
    })

    it('asked again with the same key it is the same purchase, later and used up too', async () => {
      await buy(api())
      await api().send(use('all', 900))
      api().setNow(NOW + 5)
      const again = await buy(api())
      expect(again).toMatchObject({ at: NOW, left: 600 })
      expect(await linesOf(api())).toEqual([again])
    })

    it('of twenty that ask at once with one key, one buys; the others get its receipt', async () => {
      const lines = await Promise.all(Array.from({ length: 20 }, () => buy(api())))
      expect(new Set(lines.map((line) => JSON.stringify(line))).size).toBe(1)
      expect((await assistant(api())).standing.bonusLeft).toBe(1_000)
    })

    it('the price of the day is kept, whatever the catalog says later', async () => {
      await buy(api())
      const bonusPacks = DEFAULT_CATALOG.bonusPacks.map((pack) => ({ ...pack, priceMicros: 7 }))
      const later = apiOver(api().store, { catalog: { ...DEFAULT_CATALOG, bonusPacks } })
      const { lines, packs } = await later.call('purchases', { params: TEAM })
      expect(lines[0]?.bought?.priceMicros).toBe(10_000_000)
      expect(packs[0]?.priceMicros).toBe(7)
      expect(await refused(later, { ...SMALL, key: 'two' })).toMatchObject({
        status: 409,
        code: 'price-changed',
      })
      await buy(later, { key: 'two', priceMicros: 7 })
    })
  })
}

function packOf(id: string, credits: number, priceMicros: number) {
  return { id, resource: 'assistant', credits, priceMicros }
}

function describeUse(api: () => ApiHost): void {
  describe('bought credits', () => {
    it('let work start at the very next request', async () => {
      await api().send(use('all', 500))
      expect((await assistant(api())).standing.work).toBe('suspended')
      const body = { team: 'acme', run: 'r1', resource: 'assistant', estimate: 1_000 }
      expect(await api().refusal('admitRun', { params: {}, body })).toMatchObject({ status: 402 })
      await buy(api())
      expect((await assistant(api())).standing).toMatchObject({ work: 'open', bonusLeft: 1_000 })
      await api().call('admitRun', { params: {}, body })
    })

    it('come after the monthly ones, the first bought first, and outlive the cycle', async () => {
      await buy(api())
      api().setNow(NOW + 1)
      await buy(api(), { key: 'two', ...LARGE })
      api().setNow(NOW + 2)
      await api().send(use('much', 500 + 1_200, NOW + 2))
      expect((await assistant(api())).buckets).toMatchObject({ included: 500, bonus: 1_200 })
      const left = (await linesOf(api())).map((line) => [line.bought?.key, line.left])
      expect(left).toEqual([
        ['two', 4_800],
        ['one', 0],
      ])
      api().setNow(Date.parse('2027-11-21T10:00:00Z'))
      expect((await assistant(api())).standing).toMatchObject({ used: 0, bonusLeft: 4_800 })
    })

    it('do not cover what was used before they were bought', async () => {
      await api().send(use('before', 600))
      await buy(api())
      const { standing, buckets } = await assistant(api())
      expect(standing.bonusLeft).toBe(1_000)
      expect(buckets).toMatchObject({ bonus: 0, uncovered: 100 })
    })

    it('that were given, not bought, are listed without a receipt, so that all sums up', async () => {
      const grant = { id: 'gift', resource: 'assistant', amount: 50, left: 40, start: NOW } as const
      await api()
        .store.team('acme')
        .write((tx) => tx.saveBonus([{ ...grant, expiry: NOW + 9 }]))
      await buy(api())
      const lines = await linesOf(api())
      expect(lines.find((line) => line.id === 'gift')).toEqual({
        id: 'gift',
        resource: 'assistant',
        at: NOW,
        credits: 50,
        left: 40,
        expiry: NOW + 9,
      })
      const left = lines.reduce((sum, line) => sum + line.left, 0)
      expect(left).toBe((await assistant(api())).standing.bonusLeft)
    })
  })
}

function describeRefusals(api: () => ApiHost): void {
  describe('refused, and nothing is bought:', () => {
    it.each([
      ['another body under a known key', { ...SMALL, ...LARGE }, 409, 'purchase-conflict'],
      ['a pack that is not there', { ...SMALL, key: 'k', pack: 'gold' }, 404, 'unknown-pack'],
      ['another price', { ...SMALL, key: 'k', priceMicros: 1 }, 409, 'price-changed'],
      ['no key', { pack: SMALL.pack, priceMicros: 10_000_000 }, 400, 'invalid-request'],
      ['an empty key', { ...SMALL, key: '' }, 400, 'invalid-request'],
      ['no price', { key: 'k', pack: SMALL.pack }, 400, 'invalid-request'],
      ['a number of packs', { ...SMALL, key: 'k', count: 3 }, 400, 'invalid-request'],
    ])('%s', async (_, body, status, code) => {
      const first = await buy(api())
      expect(await refused(api(), body)).toMatchObject({ status, code })
      expect(await linesOf(api())).toEqual([first])
    })

    it.each(['admin', 'member'])('a viewer as %s', async (as) => {
      expect(await refused(api(), SMALL, as)).toEqual({
        status: 403,
        code: 'forbidden',
        detail: 'Only a Billing admin of the team can do this.',
      })
      expect((await assistant(api())).standing.bonusLeft).toBe(0)
    })

    it('a member may not see what was bought', async () => {
      const asked = { params: TEAM, as: 'member' }
      expect(await api().refusal('purchases', asked)).toMatchObject({ code: 'forbidden' })
    })

    it('the same key is another team’s own', async () => {
      await addAcme(api().store, { id: 'other' })
      await buy(api())
      const asked = { params: { team: 'other' }, body: SMALL, as: 'billing' }
      await api().call('buyPack', asked)
      const { lines } = await api().call('purchases', { params: { team: 'other' } })
      expect(lines).toHaveLength(1)
    })
  })
}
