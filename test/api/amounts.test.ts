import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import { parseCatalog } from '#shared/contract/catalog.ts'
import type { UsageEventInput } from '#shared/contract/event.ts'
import { DAY, MAX_CREDITS } from '#shared/credits/amounts.ts'
import type { Catalog, Entitlement } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import { apiOver } from '#test/support/api-host.ts'
import { aiEvent, flowsEvent } from '#test/support/events.ts'
import { addAcme, MEMBERS, NOW } from '#test/support/team.ts'

/** The most that a catalog may say. */
const MAX_PRICE = 1_000_000_000_000
/** The most that an event may say. */
const MAX_COUNT = 1_000_000_000

type Terms = { allowance: number; blockCredits: number; blockMicros: number; isPool: boolean }

const terms: fc.Arbitrary<Terms> = fc.record({
  allowance: fc.constantFrom(0, 50, MAX_CREDITS),
  blockCredits: fc.constantFrom(1, 1_000, 1_000_000),
  blockMicros: fc.constantFrom(1, 35_000, MAX_PRICE),
  isPool: fc.boolean(),
})

const usage = fc.record({
  resource: fc.constantFrom('ai', 'flows'),
  member: fc.nat(MEMBERS.length - 1),
  count: fc.constantFrom(1, MAX_COUNT - 1, MAX_COUNT),
  /** As many events of it. */
  times: fc.constantFrom(1, 60, 101),
  daysAgo: fc.nat(9),
})

const step = fc.oneof(
  { arbitrary: usage.map((of) => ({ kind: 'usage' as const, ...of })), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant('switch' as const), on: fc.boolean() }), weight: 1 },
)

function catalogOf({ allowance, blockCredits, blockMicros, isPool }: Terms): Catalog {
  const entitlement = (of: Entitlement): Entitlement => ({
    holder: isPool && of.holder === 'member' ? 'pool' : of.holder,
    allowance: { kind: 'limited', credits: allowance },
    payAsYouGo: { kind: 'offered', byDefault: 'on', blockCredits, blockMicros },
  })
  return {
    ...DEFAULT_CATALOG,
    plans: DEFAULT_CATALOG.plans.map((plan) => ({
      ...plan,
      entitlements: {
        flows: entitlement(plan.entitlements.flows),
        ai: entitlement(plan.entitlements.ai),
        'api-calls': entitlement(plan.entitlements['api-calls']),
        assistant: entitlement(plan.entitlements.assistant),
      },
    })),
  }
}

function eventsOf(
  of: { resource: string; member: number; count: number; times: number; daysAgo: number },
  prefix: string,
): UsageEventInput[] {
  const subject = MEMBERS[of.member]?.id ?? ''
  return Array.from({ length: of.times }, (_, index) => {
    const common = {
      id: `${prefix}-${index}`,
      time: new Date(NOW - of.daysAgo * DAY).toISOString(),
      subject,
    }
    return of.resource === 'ai'
      ? aiEvent(common, { credits: of.count })
      : flowsEvent(common, { item: 'ai-request', count: of.count })
  })
}

describe('amounts of any size', () => {
  it('are taken or refused, and shown by every page within the contract', async () => {
    await fc.assert(
      fc.asyncProperty(terms, fc.array(step, { maxLength: 6 }), async (given, steps) => {
        const store = createMemoryStore()
        await addAcme(store)
        const catalog = catalogOf(given)
        expect(parseCatalog(catalog)).toMatchObject({ ok: true })
        const api = apiOver(store, { catalog })
        const ofTeam = { target: { kind: 'team' } }
        for (const [index, next] of steps.entries()) {
          if (next.kind === 'usage') await api.send(eventsOf(next, String(index)))
          else {
            const params = { team: 'acme', resource: 'ai' } as const
            await api.call('switch', { params, body: { on: next.on, ...ofTeam }, as: 'billing' })
          }
        }
        await api.call('usage', { params: { team: 'acme' } })
        await api.call('alerts', { params: { team: 'acme' } })
        for (const resource of RESOURCES) {
          const params = { team: 'acme', resource }
          await api.call('resource', { params })
          for (const sort of ['share', 'cost'] as const) {
            await api.call('members', { params, query: { sort } })
          }
          await api.call('charges', { params, query: { limit: 5 } })
          for (const on of [true, false]) {
            await api.call('previewSwitch', { params, body: { on, ...ofTeam }, as: 'billing' })
          }
        }
        const members = given.isPool ? [] : MEMBERS.map((member) => member.id)
        if (members.length > 0) {
          const params = { team: 'acme', resource: 'ai' } as const
          const body = { on: true, target: { kind: 'members', members } }
          await api.call('previewSwitch', { params, body, as: 'billing' })
        }
        expect(api.failures).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})
