import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FOCUS_COLUMNS } from '#api/exports/focus-columns.ts'
import { problemSchema } from '#shared/contract/problem.ts'
import { GRACE } from '#shared/credits/booking.ts'
import type { ApiHost } from '#test/support/api-host.ts'
import { aiEvent, assistantEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

const TEAM = '/api/v1/teams/acme'
const CYCLE = '2026-10-31'
const FINAL = Date.parse('2026-11-29T18:15:00Z') + GRACE

const rowsSchema = z.array(z.record(z.string(), z.string()))
type Row = Record<string, string>

/** What files promise, whatever they are made of and whatever they are asked through. */
export function describeExports(
  name: string,
  open: () => Promise<ApiHost | { missing: string }>,
): void {
  describe(`files over ${name}`, () => {
    let host: ApiHost
    beforeEach(async (context) => {
      const opened = await open()
      if ('missing' in opened) return context.skip(opened.missing)
      host = opened
      await addAcme(host.store)
      await fill(host)
    })
    const api = () => host
    describeFiles(api)
    describeFocus(api)
    describeRefusals(api)
  })
}

/** 405 AI credits of which 5 are paid for, a pack, some use of Flows, and own tokens. */
async function fill(api: ApiHost): Promise<void> {
  const time = new Date(NOW).toISOString()
  await api.send([
    aiEvent({ id: '=1+1', time, subject: 'cara' }, { credits: 402 }),
    aiEvent({ id: 'b', time, subject: 'cara' }, { credits: 3 }),
    aiEvent({ id: 'own', time, subject: 'dan' }, { credits: 9, ownKey: true }),
    flowsEvent({ id: 'f', time }, { item: 'connector', count: 3 }),
    assistantEvent({ id: 'a', time }, { tokens: 4_500 }),
  ])
  const body = JSON.stringify({ key: 'k', pack: 'assistant-1000', priceMicros: 10_000_000 })
  const headers = { 'content-type': 'application/json', 'x-headroom-view-as': 'billing' }
  expect((await api.fetch(`${TEAM}/purchases`, { method: 'POST', headers, body })).status).toBe(200)
}

function asked(api: ApiHost, path: string, as = 'billing'): Promise<Response> {
  return api.fetch(`${TEAM}/${path}`, { headers: { 'x-headroom-view-as': as } })
}

async function fileOf(api: ApiHost, path: string) {
  const response = await asked(api, path)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const text = await response.text()
  const rows = rowsSchema.parse(parse(text, { columns: true }))
  return { rows, text, name: response.headers.get('content-disposition') }
}

function sum(rows: readonly Row[], column: string): number {
  // In millionths, so that the sum is exact.
  return rows.reduce((total, row) => total + Math.round(Number(row[column]) * 1_000_000), 0)
}

function describeFiles(api: () => ApiHost): void {
  it('an invoice as a file has its lines and its total', async () => {
    const draft = await fileOf(api(), `invoices/${CYCLE}.csv`)
    expect(draft.name).toBe(`attachment; filename="acme-${CYCLE}-draft.csv"`)
    api().setNow(FINAL)
    const { rows, name } = await fileOf(api(), `invoices/${CYCLE}.csv`)
    expect(name).toBe('attachment; filename="acme-0001.csv"')
    expect(rows).toMatchObject([
      {
        invoice: 'acme-0001',
        state: 'final',
        team: 'Acme',
        cycle_start: '2026-10-30T18:15:00Z',
        description: 'AI credit usage',
        quantity: '5',
        unit_credits: '1',
        unit_price: '0.035',
        exact_amount: '0.175',
        amount: '0.18',
        currency: 'USD',
      },
      { description: 'Bonus Assistant credits, 1 pack of 1,000 credits', amount: '10.00' },
      { line: 'total', amount: '10.18' },
    ])
  })

  it('charges have their event, rate, buckets and cost, and no cell is a formula', async () => {
    const { rows, name, text } = await fileOf(api(), `exports/charges.csv?cycle=${CYCLE}`)
    expect(name).toBe(`attachment; filename="acme-${CYCLE}-charges.csv"`)
    expect(rows).toHaveLength(5)
    expect(rows.find((row) => row.charge === '1')).toEqual({
      charge: '1',
      resource: 'ai',
      cycle: CYCLE,
      used_at: '2026-11-21T10:00:00Z',
      booked_at: '2026-11-21T10:00:00Z',
      late: 'no',
      kind: 'write-tests',
      member: 'cara',
      member_name: 'Cara Ćosić',
      flow_or_server: '',
      flow_or_server_name: '',
      rate_card: 'ai-metered',
      unit: 'metered',
      quantity: '402',
      credits_per_unit: '1',
      credits: '402',
      included: '400',
      bonus: '0',
      pay_as_you_go: '2',
      uncovered: '0',
      blocks_bought: '2',
      cost: '0.07',
      currency: 'USD',
      source: '/test',
      event: "'=1+1",
    })
    expect(text).not.toMatch(/(^|,)"?[=+@-]/m)
  })

  it('usage sums to the cycle’s totals', async () => {
    const { rows } = await fileOf(api(), 'exports/usage.csv')
    const { resources } = await api().call('usage', { params: { team: 'acme' } })
    for (const { resource, standing } of resources) {
      const own = rows.filter((row) => row.resource === resource)
      expect(sum(own, 'credits')).toBe(standing.used * 1_000_000)
    }
    expect(rows[0]).toMatchObject({ cycle: CYCLE, day: '2026-11-21' })
  })
}

function describeFocus(api: () => ApiHost): void {
  it('FOCUS: use in credits, purchases in money, and billed costs sum to the invoice', async () => {
    api().setNow(FINAL)
    const { rows, text } = await fileOf(api(), `exports/focus.csv?cycle=${CYCLE}`)
    expect(text.split('\r\n')[0]).toBe(FOCUS_COLUMNS.join(','))
    expect(sum(rows, 'BilledCost')).toBe(10_180_000)
    const of = (category: string) => rows.filter((row) => row.ChargeCategory === category)
    expect([of('Usage'), of('Purchase'), of('Adjustment')].map(({ length }) => length)).toEqual([
      5, 3, 1,
    ])
    expect(of('Usage').find((row) => row.ServiceName === 'Flows credits')).toMatchObject({
      BilledCost: '0',
      BillingAccountId: 'acme',
      BillingCurrency: 'USD',
      BillingPeriodStart: '2026-10-30T18:15:00Z',
      BillingPeriodEnd: '2026-11-29T18:15:00Z',
      ChargePeriodStart: '2026-11-21T10:00:00Z',
      ChargePeriodEnd: '2026-11-21T10:00:01Z',
      ConsumedQuantity: '6',
      ConsumedUnit: 'Credits',
      InvoiceId: 'acme-0001',
      PricingCurrency: 'Flows credits',
      PricingCurrencyListUnitPrice: '2',
      PricingCurrencyEffectiveCost: '6',
      PricingQuantity: '3',
      PricingUnit: 'Units',
      ResourceId: 'intake',
      ResourceName: 'Flow intake',
      ServiceCategory: 'Integration',
    })
    expect(of('Purchase')[0]).toMatchObject({
      BilledCost: '0.07',
      PricingCurrency: 'USD',
      ListUnitPrice: '0.035',
      PricingQuantity: '2',
      PricingUnit: 'Credits',
      SubAccountName: 'Cara Ćosić',
    })
  })

  it('FOCUS: in every row quantity times price is the cost, and nothing mandatory is empty', async () => {
    const { rows } = await fileOf(api(), `exports/focus.csv?cycle=${CYCLE}`)
    for (const row of rows) {
      for (const column of MANDATORY) expect(row[column], column).not.toBe('')
      const quantity = Number(row.PricingQuantity)
      const cost = Number(row.ListUnitPrice) * quantity
      expect(cost).toBeCloseTo(Number(row.ListCost), 9)
      const inCredits = Number(row.PricingCurrencyListUnitPrice) * quantity
      expect(inCredits).toBeCloseTo(Number(row.PricingCurrencyEffectiveCost), 9)
      expect(row.InvoiceId).toBe('')
    }
    expect(rows).toHaveLength(8)
  })
}

const MANDATORY = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeDescription',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'ServiceCategory',
  'ServiceName',
]

function describeRefusals(api: () => ApiHost): void {
  it.each([
    ['an export that there is none of', 'exports/all.csv', 'billing', 400],
    ['a cycle that there is none of', 'exports/charges.csv?cycle=2020-01-01', 'billing', 404],
    ['an invoice that there is none of', 'invoices/2026-01-31.csv', 'billing', 404],
    ['an invoice, to an Admin', `invoices/${CYCLE}.csv`, 'admin', 403],
    ['money, to an Admin', 'exports/focus.csv', 'admin', 403],
    ['charges, to a Member', 'exports/charges.csv', 'member', 403],
    ['anything, to nobody', 'exports/charges.csv', 'member:nobody', 401],
  ])('%s is refused', async (_, path, as, status) => {
    const response = await asked(api(), path, as)
    expect(response.status).toBe(status)
    expect(problemSchema.parse(await response.json()).status).toBe(status)
  })

  it.each(['member', 'admin'])('money: who may have it is told the same to %s', async (as) => {
    const response = await asked(api(), 'exports/focus.csv', as)
    expect(problemSchema.parse(await response.json()).detail).toBe(
      'Only a Billing admin of the team can do this.',
    )
  })

  it('charges may be taken home by an Admin', async () => {
    expect((await asked(api(), 'exports/charges.csv', 'admin')).status).toBe(200)
  })
}
