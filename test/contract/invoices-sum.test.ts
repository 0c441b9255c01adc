import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TeamStore } from '#api/ports.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import { cycleAt } from '#shared/credits/cycle.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import { type ApiHost, apiOver } from '#test/support/api-host.ts'
import { STORES } from '#test/support/databases.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { ACME, addAcme, NOW } from '#test/support/team.ts'

/** What can happen around the ends of cycles. */
type Step =
  | { kind: 'use'; credits: number; hoursAgo: number; resource: 'ai' | 'flows' }
  | { kind: 'buy' }
  | { kind: 'switch'; on: boolean }
  | { kind: 'clock'; hours: number }
  | { kind: 'look' }

const TEAM = { team: 'acme' }
const RUNS = 12

describe('invoices', () => {
  it.for(STORES)(
    'sum to the charges and purchases, each once, and final ones never change: $name',
    async (kind, { skip }) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step(), { minLength: 4, maxLength: 25 }), async (steps) => {
          const opened = await kind.open()
          if ('missing' in opened) return skip(opened.missing)
          await addAcme(opened.store)
          await play(apiOver(opened.store), steps)
          await opened.close()
        }),
        { numRuns: RUNS },
      )
    },
  )
})

async function play(api: ApiHost, steps: readonly Step[]): Promise<void> {
  const team = api.store.team('acme')
  let now = NOW
  let final: unknown[] = []
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'clock') now += step.hours * HOUR
    api.setNow(now)
    await take(api, step, { id: `step-${index}`, now })
    const invoices = (await team.invoices()).toReversed()
    expect(invoices.slice(0, final.length)).toEqual(final)
    expect(invoices.map(({ number }) => number)).toEqual(invoices.map((_, place) => place + 1))
    final = invoices
  }
  await expectSums(api, team)
  expect(api.failures).toEqual([])
}

async function take(api: ApiHost, step: Step, at: { id: string; now: number }): Promise<void> {
  const { id, now } = at
  switch (step.kind) {
    case 'use': {
      const time = new Date(now - step.hoursAgo * HOUR).toISOString()
      const event =
        step.resource === 'ai'
          ? aiEvent({ id, time, subject: 'cara' }, { credits: step.credits })
          : flowsEvent({ id, time }, { item: 'flow-run', count: step.credits })
      expect(await api.send(event)).toMatchObject({ accepted: 1 })
      return
    }
    case 'buy': {
      const body = { key: id, pack: 'assistant-1000', priceMicros: 10_000_000 }
      await api.call('buyPack', { params: TEAM, body, as: 'billing' })
      return
    }
    case 'switch': {
      const body = { on: step.on, target: { kind: 'team' } }
      await api.call('switch', { params: { ...TEAM, resource: 'flows' }, body, as: 'billing' })
      return
    }
    case 'look':
      await api.call('invoices', { params: TEAM, as: 'billing' })
      return
    case 'clock':
      return
    default:
      step satisfies never
  }
}

/** Every charge that cost something is behind exactly one line of its cycle's invoice. */
async function expectSums(api: ApiHost, team: TeamStore): Promise<void> {
  // The clock may stand before what was booked last: then that is in a cycle still to come.
  api.setNow(NOW + 400 * DAY)
  const { invoices } = await api.call('invoices', { params: TEAM, as: 'billing' })
  let invoiced = 0
  for (const { cycle, totalMicros } of invoices) {
    const params = { ...TEAM, cycle: cycle.id }
    const { invoice } = await api.call('invoice', { params, as: 'billing' })
    expect(invoice.lines.reduce((sum, { micros }) => sum + micros, 0)).toBe(totalMicros)
    for (const line of invoice.lines) {
      invoiced += line.exactMicros
      if (line.kind === 'bonus-pack') continue
      const { charges, matching } = await api.call('charges', {
        params: { ...TEAM, resource: line.resource },
        query: {
          cycle: cycle.id,
          bought: `${line.blockCredits}x${line.blockMicros}`,
          late: line.late ? 'yes' : 'no',
        },
      })
      expect(matching.charges).toBe(line.charges)
      expect(charges.reduce((sum, { costMicros }) => sum + costMicros, 0)).toBe(line.exactMicros)
      for (const { time, late } of charges) {
        expect(cycleAt(ACME, time).id === cycle.id).toBe(!late)
      }
    }
  }
  expect(invoiced).toBe(await spent(team))
}

async function spent(team: TeamStore): Promise<number> {
  let micros = (await team.bonusPurchases()).reduce((sum, { priceMicros }) => sum + priceMicros, 0)
  for (const resource of RESOURCES) {
    const span = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 200 }
    const { rows } = await team.chargePage({ resource, ...span })
    micros += rows.reduce((sum, { costMicros }) => sum + costMicros, 0)
  }
  return micros
}

function step(): fc.Arbitrary<Step> {
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('use' as const),
        credits: fc.integer({ min: 1, max: 700 }),
        hoursAgo: fc.oneof(fc.integer({ min: 0, max: 48 }), fc.integer({ min: 0, max: 900 })),
        resource: fc.constantFrom('ai' as const, 'flows' as const),
      }),
    },
    { weight: 3, arbitrary: clock(fc.integer({ min: 1, max: 600 })) },
    { weight: 1, arbitrary: clock(fc.integer({ min: -72, max: -1 })) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('buy' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('switch' as const), on: fc.boolean() }),
    },
  )
}

function clock(hours: fc.Arbitrary<number>): fc.Arbitrary<Step> {
  return hours.map((value) => ({ kind: 'clock', hours: value }))
}
