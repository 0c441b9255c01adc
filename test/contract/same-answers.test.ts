import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import type { Reply } from '#shared/contract/routes.ts'
import type { ResourceUsage } from '#shared/contract/usage.ts'
import { WIRE } from '#shared/contract/wire.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import { type ApiHost, apiOver, jsonInit } from '#test/support/api-host.ts'
import { type OpenStore, STORES } from '#test/support/databases.ts'
import { aiEvent, apiEvent, assistantEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, MEMBERS, NOW } from '#test/support/team.ts'

/** One thing that happens to a team. */
type Step =
  | { kind: 'send'; events: unknown[] }
  | { kind: 'switch'; resource: 'flows' | 'ai'; on: boolean; members: string[] }
  | { kind: 'ask'; name: 'admitRun' | 'settleRun' | 'releaseRun'; run: string; body: object }
  | { kind: 'buy'; key: string; pack: string }
  | { kind: 'limit'; server: string; credits: number | null }
  | { kind: 'plan'; plan: 'team' | 'enterprise' }
  | { kind: 'cap'; resource: 'flows' | 'ai'; capMicros: number | null }
  | { kind: 'charges-alert'; micros: number | null }
  | { kind: 'wait'; hours: number }
  | { kind: 'dismiss' }

const TEAM = { team: 'acme' }
const RUNS = 20

/** Each run plays its steps on every store that there is. */
const PATIENCE_MS = 240_000

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

describe('any sequence of what can happen', () => {
  it(
    'gives the same answers from every store, and the parts sum to the whole',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(stepArbitrary(), { minLength: 1, maxLength: 12 }),
          async (steps) => {
            const hosts = await openHosts()
            const answers: unknown[] = []
            for (const { api } of hosts) answers.push(await play(api, steps))
            const faults = hosts.map((host) => host.faults('acme'))
            expect((await Promise.all(faults)).flat()).toEqual([])
            for (const { close } of hosts) await close()
            for (const other of answers.slice(1)) expect(other).toEqual(answers[0])
          },
        ),
        { numRuns: RUNS },
      )
    },
    PATIENCE_MS,
  )
})

/** Members have allowances of their own on the one plan and share a pool on the other. */
describe('any sequence of use and changes of plan', () => {
  it('leaves each member with what they used, and the members with the team’s', async () => {
    const step = fc.oneof(
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('send' as const),
          events: fc.array(eventArbitrary('ai'), { minLength: 1, maxLength: 6 }),
        }),
      },
      { weight: 1, arbitrary: planArbitrary() },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
        // That the stores agree is seen above; so this has time for more sequences.
        const store = createMemoryStore()
        await addAcme(store)
        await play(apiOver(store), steps)
      }),
      { numRuns: 3 * RUNS },
    )
  })
})

async function openHosts(): Promise<({ api: ApiHost } & OpenStore)[]> {
  const hosts: ({ api: ApiHost } & OpenStore)[] = []
  for (const kind of STORES) {
    const opened = await kind.open()
    // A machine without PostgreSQL compares the others; its own suite says that it was skipped.
    if ('missing' in opened) continue
    await addAcme(opened.store)
    hosts.push({ api: apiOver(opened.store), ...opened })
  }
  return hosts
}

async function play(api: ApiHost, steps: readonly Step[]): Promise<unknown[]> {
  let now = NOW
  const answers: unknown[] = []
  for (const step of steps) {
    switch (step.kind) {
      case 'send':
        answers.push(await api.send(step.events))
        break
      case 'switch': {
        const { resource, on, members } = step
        const ofMembers = members.length > 0 && resource === 'ai'
        const target = ofMembers ? { kind: 'members', members } : { kind: 'team' }
        const params = { ...TEAM, resource }
        answers.push(await ask(api, 'switch', { params, body: { on, target } }))
        break
      }
      case 'ask': {
        const { name, run, body } = step
        answers.push(await ask(api, name, { params: { run }, body: { ...TEAM, ...body } }))
        break
      }
      case 'buy':
        answers.push(await buy(api, step))
        break
      case 'limit':
        answers.push(await limit(api, step))
        break
      case 'plan':
        answers.push(await api.call('changePlan', { params: TEAM, body: { plan: step.plan } }))
        break
      case 'cap': {
        const { resource, capMicros } = step
        const params = { ...TEAM, resource }
        answers.push(await api.call('setSpendCap', { params, body: { capMicros }, as: 'billing' }))
        break
      }
      case 'charges-alert': {
        const body = { micros: step.micros }
        answers.push(await api.call('setChargesAlert', { params: TEAM, body, as: 'billing' }))
        break
      }
      case 'wait':
        now += step.hours * HOUR
        api.setNow(now)
        break
      case 'dismiss':
        answers.push(await dismissFirst(api))
        break
      default:
        step satisfies never
    }
  }
  return [...answers, ...(await everything(api)), api.failures]
}

/** What came of it, also where it was refused. */
async function ask(
  api: ApiHost,
  name: 'admitRun' | 'settleRun' | 'releaseRun' | 'switch',
  asked: { params: Record<string, string>; body: object },
): Promise<unknown> {
  const { method, path } = WIRE[name]
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => asked.params[key] ?? '')
  const init = jsonInit(method.toUpperCase(), asked.body)
  const headers = { ...init.headers, 'x-headroom-view-as': 'billing' }
  const response = await api.fetch(filled, { ...init, headers })
  const { requestId: _, ...reply }: Record<string, unknown> = await response.json()
  return reply
}

async function buy(api: ApiHost, { key, pack }: { key: string; pack: string }): Promise<unknown> {
  const priceMicros = pack === 'assistant-1000' ? 10_000_000 : 40_000_000
  return put(api, `${PART_ROUTES.buyPack.path}`, {
    method: 'POST',
    body: { key, pack, priceMicros },
  })
}

async function limit(
  api: ApiHost,
  { server, credits }: { server: string; credits: number | null },
): Promise<unknown> {
  const path = PART_ROUTES.setServerLimit.path.replace('{server}', server)
  return put(api, path, { method: 'PUT', body: { credits } })
}

/** What a Billing admin is answered, also where it was refused. */
async function put(
  api: ApiHost,
  path: string,
  asked: { method: string; body: object },
): Promise<unknown> {
  const init = jsonInit(asked.method, asked.body)
  const headers = new Headers(init.headers)
  headers.set('x-headroom-view-as', 'billing')
  const response = await api.fetch(path.replace('{team}', 'acme'), { ...init, headers })
  const { requestId: _, ...reply }: Record<string, unknown> = await response.json()
  return reply
}

async function dismissFirst(api: ApiHost): Promise<unknown> {
  const [alert] = (await api.call('alerts', { params: TEAM })).alerts
  if (!alert) return undefined
  const params = { ...TEAM, alert: alert.id }
  return api.call('dismissAlert', { params, body: { dismissed: true } })
}

async function everything(api: ApiHost): Promise<unknown[]> {
  const answers: unknown[] = []
  const { cycles } = await api.call('cycles', { params: TEAM })
  for (const { id: cycle } of cycles.slice(0, 3)) {
    const usage = await api.call('usage', { params: TEAM, query: { cycle } })
    answers.push(usage)
    for (const entry of usage.resources) {
      const params = { ...TEAM, resource: entry.resource }
      const detail = await api.call('resource', { params, query: { cycle } })
      const charges = await api.call('charges', { params, query: { cycle, limit: 200 } })
      expectSums({ entry, detail, charges })
      if (entry.resource === 'ai') await expectMembersSum(api, { cycle, entry, detail })
      answers.push(detail, charges)
    }
    for (const state of ['warning', 'exceeded', 'paused', 'on-pay-as-you-go', 'open'] as const) {
      const params = { ...TEAM, resource: 'ai' as const }
      const page = await api.call('members', { params, query: { cycle, state } })
      for (const { balance } of page.members) {
        // In a pool nobody has a state of their own.
        if (balance.kind !== 'own') continue
        expect([balance.standing.limit, balance.standing.work]).toContain(state)
      }
      answers.push(page)
    }
  }
  answers.push(await api.call('alerts', { params: TEAM }))
  answers.push(await api.call('purchases', { params: TEAM }))
  answers.push(await api.call('servers', { params: TEAM }))
  answers.push(await api.call('inbox', { params: TEAM, as: 'billing' }))
  const { invoices } = await api.call('invoices', { params: TEAM, as: 'billing' })
  for (const { cycle } of invoices) {
    const params = { ...TEAM, cycle: cycle.id }
    answers.push(await api.call('invoice', { params, as: 'billing' }))
  }
  answers.push(await api.store.rejections({ limit: 100 }))
  return answers
}

type Sums = {
  entry: ResourceUsage
  detail: Reply<'resource'>
  charges: Reply<'charges'>
}

/** Account, buckets, days, breakdowns and charges: one number. */
function expectSums({ entry, detail, charges }: Sums): void {
  const { used } = entry.standing
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  expect(sum(Object.values(entry.buckets))).toBe(used)
  expect(sum(detail.usage.series.days.map((day) => day.total))).toBe(used)
  for (const part of Object.values(detail.breakdowns)) {
    if (!part) continue
    expect(sum(part.rows.map((row) => row.credits)) + part.others.credits).toBe(used)
  }
  expect(charges.matching.credits).toBe(used)
  if (charges.matching.charges <= 200) {
    expect(sum(charges.charges.map((charge) => charge.credits))).toBe(used)
  }
}

/** Each member's own figure is that of the breakdown, and together they are the team's. */
async function expectMembersSum(
  api: ApiHost,
  { cycle, entry, detail }: { cycle: string } & Omit<Sums, 'charges'>,
): Promise<void> {
  const params = { ...TEAM, resource: 'ai' as const }
  const { members } = await api.call('members', { params, query: { cycle, limit: 200 } })
  const used = new Map(
    members.map(({ member, balance }) => [
      member.id,
      balance.kind === 'own' ? balance.standing.used : balance.used,
    ]),
  )
  for (const { key, credits } of detail.breakdowns.members.rows) {
    expect(used.get(key)).toBe(credits)
  }
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  expect(sum([...used.values()])).toBe(entry.standing.used)
  if (entry.payAsYouGo.kind !== 'offered') return
  expect(sum(members.map(({ costMicros }) => costMicros))).toBe(entry.payAsYouGo.costMicros)
}

const memberIds = MEMBERS.map((member) => member.id)

function stepArbitrary(): fc.Arbitrary<Step> {
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        events: fc.array(eventArbitrary(), { minLength: 1, maxLength: 8 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('switch' as const),
        resource: fc.constantFrom('flows' as const, 'ai' as const),
        on: fc.boolean(),
        members: fc.uniqueArray(fc.constantFrom(...memberIds), { maxLength: 3 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('wait' as const),
        // The clock may also be set back, into a cycle that is closed.
        hours: fc.integer({ min: -300, max: 400 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'dismiss' as const }) },
    { weight: 1, arbitrary: planArbitrary() },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('cap' as const),
        resource: fc.constantFrom('flows' as const, 'ai' as const),
        capMicros: fc.constantFrom(null, 0, 5_000_000, 20_000_000),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('charges-alert' as const),
        micros: fc.constantFrom(null, 0, 3_000_000, 15_000_000),
      }),
    },
    { weight: 3, arbitrary: askArbitrary() },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('buy' as const),
        key: fc.constantFrom('k1', 'k2', 'k3'),
        pack: fc.constantFrom('assistant-1000', 'assistant-5000'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('limit' as const),
        server: fc.constantFrom('docs', 'desk'),
        credits: fc.option(fc.integer({ min: 0, max: 400 })),
      }),
    },
  )
}

function planArbitrary(): fc.Arbitrary<Step> {
  return fc.record({
    kind: fc.constant('plan' as const),
    plan: fc.constantFrom('team' as const, 'enterprise' as const),
  })
}

const runIds = fc.integer({ min: 1, max: 6 }).map((n) => `r${n}`)

function askArbitrary(): fc.Arbitrary<Step> {
  const asked = fc.record({
    run: runIds,
    resource: fc.constantFrom('flows', 'ai', 'api-calls', 'assistant'),
    member: fc.constantFrom(...memberIds, 'nobody'),
    part: fc.constantFrom('docs', 'desk'),
    estimate: fc.integer({ min: 0, max: 150 }),
    holdSeconds: fc.constantFrom(60, 3_600, 86_400),
  })
  return fc.oneof(
    asked.map((body) => ({ kind: 'ask' as const, name: 'admitRun' as const, run: '', body })),
    fc.record({
      kind: fc.constant('ask' as const),
      name: fc.constantFrom('settleRun' as const, 'releaseRun' as const),
      run: runIds,
      body: fc.constant({}),
    }),
  )
}

const EVENT_KINDS = ['flows', 'ai', 'api', 'assistant'] as const
type EventKind = (typeof EVENT_KINDS)[number]

/** Few ids, so that events meet their duplicates and conflicts; times on both sides of a cycle. */
function eventArbitrary(...only: EventKind[]): fc.Arbitrary<unknown> {
  return fc
    .record({
      id: fc.integer({ min: 1, max: 30 }).map((n) => `e${n}`),
      time: fc
        .integer({ min: -40 * 24, max: 1 })
        .map((hours) => new Date(NOW + hours * HOUR).toISOString()),
      subject: fc.constantFrom(...memberIds, 'nobody'),
      amount: fc.integer({ min: 1, max: 450 }),
      type: fc.constantFrom(...(only.length > 0 ? only : EVENT_KINDS)),
      run: runIds,
    })
    .map(({ type, amount, run, ...common }) => {
      switch (type) {
        case 'flows':
          return {
            ...flowsEvent(common, { item: 'connector', count: Math.ceil(amount / 20) }),
            run,
          }
        case 'ai':
          return { ...aiEvent(common, { credits: amount, ownKey: amount % 11 === 0 }), run }
        case 'api':
          return apiEvent(common, amount * 1_000)
        default:
          return { ...assistantEvent(common, { tokens: amount * 500 }), run }
      }
    })
}

/** The same multiset of batches, in any order and split anyhow, counts each event once. */
describe('the order in which events come', () => {
  it.for(STORES)('does not matter for totals: $name', async (kind, { skip }) => {
    const events = Array.from({ length: 60 }, (_, index) =>
      flowsEvent(
        { id: `e${index}`, time: new Date(NOW - (index % 15) * DAY).toISOString() },
        { item: 'connector', count: 1 + (index % 7) },
      ),
    )
    const totals: unknown[] = []
    for (const order of [events, events.toReversed(), [...events, ...events.slice(10, 50)]]) {
      const opened = await kind.open()
      if ('missing' in opened) return skip(opened.missing)
      cleanups.push(opened.close)
      await addAcme(opened.store)
      const api = apiOver(opened.store)
      for (let from = 0; from < order.length; from += 7) await api.send(order.slice(from, from + 7))
      const { usage, breakdowns } = await api.call('resource', {
        params: { ...TEAM, resource: 'flows' },
      })
      totals.push({ buckets: usage.buckets, series: usage.series, breakdowns })
    }
    expect(totals[1]).toEqual(totals[0])
    expect(totals[2]).toEqual(totals[0])
  })
})
