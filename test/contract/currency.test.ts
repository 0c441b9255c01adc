import { describe, expect, it } from 'vitest'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { type ApiHost, apiOver } from '#test/support/api-host.ts'
import { aiEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'
import { onEveryStore } from './store-suite.ts'

const CATALOG = { ...DEFAULT_CATALOG, currency: 'EUR' }
let teams = 0

onEveryStore('the currency of a team', ({ store }) => {
  async function acme() {
    const { id } = await addAcme(store(), { id: `currency-${++teams}` })
    const currency = async () => (await store().team(id).profile())?.currency
    return { id, currency, euros: apiOver(store(), { catalog: CATALOG }) }
  }

  describe('is that of its first amount of money', () => {
    it('use that is included is none', async () => {
      const { id, currency, euros } = await acme()
      await use(euros, id, 400)
      expect(await currency()).toBeUndefined()
    })

    it.each([
      ['a charge', (api: ApiHost, team: string) => use(api, team, 401)],
      ['a pack of bonus credits', buy],
      ['a spend cap', cap],
      ['a threshold of charges', threshold],
    ])('%s', async (_name, spend) => {
      const { id, currency, euros } = await acme()
      await spend(euros, id)
      expect(await currency()).toBe('EUR')
    })
  })

  it('stays: with prices in another one nothing is charged, shown or invoiced', async () => {
    const { id, currency, euros } = await acme()
    await use(euros, id, 401)
    const dollars = apiOver(store())
    const before = await euros.call('invoices', { params: { team: id }, as: 'billing' })
    expect(before.invoices).toMatchObject([{ currency: 'EUR', totalMicros: 40_000 }])
    expect(await euros.send(event(id, 1))).toMatchObject({ accepted: 1 })
    await expect(use(dollars, id, 1)).rejects.toThrow()
    for (const name of ['usage', 'invoices'] as const) {
      const asked = { params: { team: id }, as: 'billing' }
      expect(await dollars.refusal(name, asked)).toMatchObject({ status: 500 })
    }
    expect(String(dollars.failures[0])).toContain(
      `team ${id} is charged in EUR, but the catalog in USD`,
    )
    expect(await currency()).toBe('EUR')
    const after = await euros.call('usage', { params: { team: id } })
    expect(after.resources.find(({ resource }) => resource === 'ai')?.standing.used).toBe(402)
  })
})

let events = 0

function event(team: string, credits: number) {
  const time = new Date(NOW).toISOString()
  return aiEvent({ id: `e${++events}`, time, team, subject: 'cara' }, { credits })
}

async function use(api: ApiHost, team: string, credits: number): Promise<void> {
  expect(await api.send(event(team, credits))).toMatchObject({ accepted: 1 })
}

async function buy(api: ApiHost, team: string): Promise<void> {
  const body = { key: 'k1', pack: 'assistant-1000', priceMicros: 10_000_000 }
  await api.call('buyPack', { params: { team }, body, as: 'billing' })
}

async function cap(api: ApiHost, team: string): Promise<void> {
  const params = { team, resource: 'ai' } as const
  await api.call('setSpendCap', { params, body: { capMicros: 5 }, as: 'billing' })
}

async function threshold(api: ApiHost, team: string): Promise<void> {
  await api.call('setChargesAlert', { params: { team }, body: { micros: 5 }, as: 'billing' })
}
