import { expect, test } from 'vitest'
import type { PayAsYouGo } from '#shared/credits/account.ts'
import { findPlan } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { type WayOut, waysOut } from '#shared/credits/ways-out.ts'

const OFF: PayAsYouGo = { kind: 'off' }
const RENEWAL: WayOut = { kind: 'wait-for-renewal', at: 99 }

type Case = {
  name: string
  plan: 'free' | 'team' | 'enterprise'
  resource: Resource
  payAsYouGo?: PayAsYouGo
  free?: number
  missing: number
  held?: number
  seats?: number
  ways: WayOut[]
}

const CASES: Case[] = [
  {
    name: 'less, while there is something left; runs that hold too little are not waited for',
    plan: 'enterprise',
    resource: 'api-calls',
    free: 40,
    missing: 10,
    held: 9,
    ways: [{ kind: 'ask-for-less', credits: 40 }, RENEWAL],
  },
  {
    name: 'runs that hold enough, and the plan whose allowance is enough, not the largest',
    plan: 'free',
    resource: 'flows',
    missing: 10,
    held: 10,
    ways: [
      { kind: 'wait-for-runs', credits: 10 },
      {
        kind: 'change-plan',
        plan: 'solo',
        name: 'Solo',
        allowance: { kind: 'limited', credits: 50 },
      },
      RENEWAL,
    ],
  },
  {
    name: 'pay-as-you-go in whole blocks',
    plan: 'enterprise',
    resource: 'flows',
    payAsYouGo: OFF,
    free: 1,
    missing: 1_001,
    ways: [
      { kind: 'ask-for-less', credits: 1 },
      { kind: 'turn-on-pay-as-you-go', blocks: 2, micros: 20_000_000 },
    ],
  },
  {
    name: 'a higher spend cap, by what the missing blocks cost',
    plan: 'enterprise',
    resource: 'flows',
    payAsYouGo: { kind: 'on', blockCredits: 1_000, blockMicros: 10_000_000, capLeftMicros: 5 },
    missing: 1,
    ways: [{ kind: 'raise-spend-cap', byMicros: 10_000_000 }, RENEWAL],
  },
  {
    name: 'the smallest bonus pack that is enough',
    plan: 'enterprise',
    resource: 'assistant',
    missing: 1_001,
    ways: [
      { kind: 'buy-bonus', pack: 'assistant-5000', credits: 5_000, micros: 40_000_000 },
      RENEWAL,
    ],
  },
  {
    name: 'of a member, another plan by their own allowance, though pooled with the others',
    plan: 'team',
    resource: 'ai',
    payAsYouGo: OFF,
    missing: 1,
    seats: 3,
    ways: [
      { kind: 'turn-on-pay-as-you-go', blocks: 1, micros: 35_000 },
      {
        kind: 'change-plan',
        plan: 'enterprise',
        name: 'Enterprise',
        allowance: { kind: 'limited', credits: 2_400 },
      },
      RENEWAL,
    ],
  },
]

test.each(CASES)('$name', (given) => {
  const { resource, payAsYouGo = { kind: 'unavailable' }, free = 0, missing, held = 0 } = given
  const plan = findPlan(DEFAULT_CATALOG, given.plan)
  if (!plan) throw new Error(`no plan ${given.plan}`)
  const refusal = { kind: 'refused', by: 'allowance', free, missing } as const
  const run = { refusal, resource, payAsYouGo, held, estimate: free + missing, renewsAt: 99 }
  const terms = { catalog: DEFAULT_CATALOG, plan, seats: given.seats ?? 1 }
  expect(waysOut(run, terms)).toEqual(given.ways)
})
