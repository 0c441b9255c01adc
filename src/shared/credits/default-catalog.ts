import type { Allowance, Catalog, Entitlement, Plan } from './catalog.ts'
import { DEFAULT_RATE_CARDS } from './default-rates.ts'
import type { Resource } from './resources.ts'

/**
 * The catalog that Headroom comes with. Sources: Postman Learning Center (Flows usage, AI credits,
 * plans, 2026), Postman API documentation (rate limits), Flowly "Understanding Credits". Numbers
 * that none of them gives are marked `assumed`.
 */
export const DEFAULT_CATALOG: Catalog = {
  currency: 'USD',
  chargesAlert: { micros: 50_000_000, assumed: true },
  plans: [
    plan({
      id: 'free',
      name: 'Free',
      members: 1,
      flows: { credits: 25 },
      ai: { credits: 50 },
      apiCalls: 10_000,
      assistant: 100,
      paid: false,
    }),
    plan({
      id: 'solo',
      name: 'Solo',
      members: 1,
      flows: { credits: 50 },
      ai: { credits: 400, microsPerCredit: 35_000 },
      apiCalls: 100_000,
      assistant: 500,
      paid: true,
    }),
    plan({
      id: 'team',
      name: 'Team',
      flows: { credits: 100 },
      ai: { credits: 400, microsPerCredit: 35_000 },
      apiCalls: 1_000_000,
      assistant: 500,
      paid: true,
    }),
    plan({
      id: 'enterprise',
      name: 'Enterprise',
      flows: { credits: 500 },
      ai: { credits: 800, microsPerCredit: 30_000, pooled: true },
      apiCalls: 10_000_000,
      assistant: 2_000,
      paid: true,
    }),
  ],
  rateCards: DEFAULT_RATE_CARDS,
  bonusPacks: [
    pack({ id: 'assistant-1000', credits: 1_000, priceMicros: 10_000_000 }),
    pack({ id: 'assistant-5000', credits: 5_000, priceMicros: 40_000_000 }),
  ],
}

function plan(options: {
  id: string
  name: string
  members?: number
  flows: { credits: number }
  ai: { credits: number; microsPerCredit?: number; pooled?: true }
  apiCalls: number
  assistant: number
  paid: boolean
}): Plan {
  const { id, name, members, flows, ai, apiCalls, assistant, paid } = options
  const entitlements: Record<Resource, Entitlement> = {
    flows: {
      holder: 'team',
      allowance: limited(flows.credits),
      payAsYouGo: paid
        ? {
            kind: 'offered',
            byDefault: 'off',
            blockCredits: 1_000,
            blockMicros: 10_000_000,
            assumed: true,
          }
        : { kind: 'unavailable' },
    },
    ai: {
      holder: ai.pooled ? 'pool' : 'member',
      allowance: limited(ai.credits),
      payAsYouGo: ai.microsPerCredit
        ? {
            kind: 'offered',
            byDefault: 'on',
            blockCredits: 1,
            blockMicros: ai.microsPerCredit,
            assumed: true,
          }
        : { kind: 'unavailable' },
    },
    'api-calls': {
      holder: 'team',
      allowance: { ...limited(apiCalls), assumed: true },
      payAsYouGo: { kind: 'unavailable' },
    },
    assistant: {
      holder: 'team',
      allowance: { ...limited(assistant), assumed: true },
      payAsYouGo: { kind: 'unavailable' },
    },
  }
  const seats = members === undefined ? ({ kind: 'unlimited' } as const) : limitedSeats(members)
  return { id, name, seats, entitlements }
}

function limited(credits: number): Allowance {
  return { kind: 'limited', credits }
}

function limitedSeats(members: number): Plan['seats'] {
  return { kind: 'limited', members }
}

function pack(options: { id: string; credits: number; priceMicros: number }) {
  return { ...options, resource: 'assistant' as const, assumed: true as const }
}
