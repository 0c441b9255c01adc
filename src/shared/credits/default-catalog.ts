import type { Allowance, Catalog, Entitlement, Plan, Rate, RateUnit } from './catalog.ts'
import type { Resource } from './resources.ts'

/**
 * The catalog that Headroom comes with. Sources: Postman Learning Center (Flows usage, AI credits,
 * plans, 2026), Postman API documentation (rate limits), Flowly "Understanding Credits". Numbers
 * that none of them gives are marked `assumed`.
 */
export const DEFAULT_CATALOG: Catalog = {
  currency: 'USD',
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
  rateCards: [
    { id: 'flows-2025', resource: 'flows', appliesFrom: '2020-01-01', rates: flowsRates2025() },
    { id: 'flows-2026-03', resource: 'flows', appliesFrom: '2026-03-01', rates: flowsRates2026() },
    {
      id: 'ai-metered',
      resource: 'ai',
      appliesFrom: '2020-01-01',
      rates: [rate('*', 'Agent Mode action', 1, { per: { kind: 'metered' } })],
    },
    {
      id: 'api-calls',
      resource: 'api-calls',
      appliesFrom: '2020-01-01',
      rates: [rate('*', 'API call', 1)],
    },
    {
      id: 'assistant-2026',
      resource: 'assistant',
      appliesFrom: '2020-01-01',
      rates: [
        assistantRate('claude-sonnet-4.5', 'Claude Sonnet 4.5', 3),
        assistantRate('kimi-k2.5', 'Kimi K2.5', 3),
        assistantRate('claude-haiku-4.5', 'Claude Haiku 4.5', 1),
        assistantRate('minimax-m2.1', 'MiniMax M2.1', 1),
      ],
    },
  ],
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

/** Credits in manual and in cloud runs; one number where both cost the same. */
function rate(
  item: string,
  label: string,
  credits: number | { manual: number; cloud: number },
  more: { model?: Rate['model']; per?: RateUnit; assumed?: true } = {},
): Rate {
  const byRun = typeof credits === 'number' ? { manual: credits, cloud: credits } : credits
  const { per = { kind: 'each' }, model, assumed } = more
  return {
    item,
    label,
    ...(model ? { model } : {}),
    per,
    credits: byRun,
    ...(assumed ? { assumed } : {}),
  }
}

function assistantRate(id: string, label: string, credits: number): Rate {
  return rate('message', 'Message', credits, {
    model: { id, label },
    per: { kind: 'tokens', tokens: 1_000 },
    assumed: true,
  })
}

function pack(options: { id: string; credits: number; priceMicros: number }) {
  return { ...options, resource: 'assistant' as const, assumed: true as const }
}

const CLOUD_ONLY = { manual: 0, cloud: 1 }

function flowsRates2026(): Rate[] {
  return [
    rate('flow-run', 'Flow run', CLOUD_ONLY),
    rate('http-request', 'HTTP Request', CLOUD_ONLY),
    rate('evaluate', 'Evaluate', CLOUD_ONLY),
    ...['condition', 'if', 'validate', 'delay', 'or'].map((item) =>
      rate(item, capital(item), CLOUD_ONLY, { assumed: true }),
    ),
    rate('ai-request', 'AI Request', 1),
    rate('connector', 'Connector', 2),
    ...createWithAi({ gpt4oMini: 1 }),
    ...aiAgent(),
    rate('mcp-tool', 'MCP tool', 2),
    ...freeBlocks(),
  ]
}

/** As in 2025: one credit each for HTTP Request, AI Request and Evaluate, in cloud runs. */
function flowsRates2025(): Rate[] {
  return [
    rate('flow-run', 'Flow run', CLOUD_ONLY),
    rate('http-request', 'HTTP Request', CLOUD_ONLY),
    rate('evaluate', 'Evaluate', CLOUD_ONLY),
    rate('ai-request', 'AI Request', CLOUD_ONLY),
    ...['condition', 'if', 'validate', 'delay', 'or'].map((item) => rate(item, capital(item), 0)),
    rate('connector', 'Connector', 2),
    ...createWithAi({ gpt4oMini: 2 }),
    ...aiAgent(),
    rate('mcp-tool', 'MCP tool', 2),
    ...freeBlocks(),
  ]
}

function createWithAi({ gpt4oMini }: { gpt4oMini: number }): Rate[] {
  const of = (id: string, label: string, credits: number) =>
    rate('create-with-ai', 'Create with AI', credits, { model: { id, label } })
  return [
    of('gpt-4o', 'GPT-4o', 15),
    of('gpt-4o-mini', 'GPT-4o mini', gpt4oMini),
    of('gpt-4', 'GPT-4', 25),
    of('gpt-3.5', 'GPT-3.5', 5),
    of('dall-e-3', 'DALL·E 3', 10),
  ]
}

function aiAgent(): Rate[] {
  const of = (id: string, label: string, credits: number) =>
    rate('ai-agent', 'AI Agent', credits, { model: { id, label } })
  return [
    of('gpt-5', 'GPT-5', 10),
    of('gpt-5-mini', 'GPT-5 mini', 2),
    of('gpt-5-nano', 'GPT-5 nano', 1),
    of('gpt-4', 'GPT-4', 25),
    of('gpt-4o', 'GPT-4o', 15),
    of('gpt-4o-mini', 'GPT-4o mini', 2),
  ]
}

/** Named, so that a misspelled block is refused and never counted as free. */
function freeBlocks(): Rate[] {
  const names = ['start', 'request', 'response', 'schedule', 'output', 'data', 'loop', 'visualize']
  return [
    ...names.map((item) => rate(item, capital(item), 0)),
    rate('other-block', 'Other block', 0),
  ]
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
