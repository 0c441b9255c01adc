import type { Rate, RateCard, RateUnit } from './catalog.ts'

const CLOUD_ONLY = { manual: 0, cloud: 1 }
const LOGIC_BLOCKS = ['condition', 'if', 'validate', 'delay', 'or']

/** Rate cards of the default catalog. A card stays when a newer one replaces it: charges name it. */
export const DEFAULT_RATE_CARDS: RateCard[] = [
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
  // Assumed, as its rates are: nobody says since when. Use from before is rated alike.
  {
    id: 'assistant-2025',
    resource: 'assistant',
    appliesFrom: '2020-01-01',
    rates: assistantRates(),
  },
  {
    id: 'assistant-2026',
    resource: 'assistant',
    appliesFrom: '2026-03-01',
    rates: assistantRates(),
  },
]

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

function assistantRates(): Rate[] {
  return [
    assistantRate('claude-sonnet-4.5', 'Claude Sonnet 4.5', 3),
    assistantRate('kimi-k2.5', 'Kimi K2.5', 3),
    assistantRate('claude-haiku-4.5', 'Claude Haiku 4.5', 1),
    assistantRate('minimax-m2.1', 'MiniMax M2.1', 1),
  ]
}

function assistantRate(id: string, label: string, credits: number): Rate {
  return rate('message', 'Message', credits, {
    model: { id, label },
    per: { kind: 'tokens', tokens: 1_000 },
    assumed: true,
  })
}

function flowsRates2026(): Rate[] {
  return [
    rate('flow-run', 'Flow run', CLOUD_ONLY),
    rate('http-request', 'HTTP Request', CLOUD_ONLY),
    rate('evaluate', 'Evaluate', CLOUD_ONLY),
    ...LOGIC_BLOCKS.map((item) => assume(rate(item, capital(item), CLOUD_ONLY))),
    rate('ai-request', 'AI Request', 1),
    rate('connector', 'Connector', 2),
    ...createWithAi({ gpt4oMini: 1 }),
    ...aiAgent(),
    rate('mcp-tool', 'MCP tool', 2),
    ...freeBlocks(),
  ]
}

/**
 * As in 2025, of which four rates are published: one credit each for HTTP Request, AI Request and
 * Evaluate in cloud runs, and two for GPT-4o mini. The other logic blocks, not named there, are
 * taken as free, and all else as on the card after it.
 */
function flowsRates2025(): Rate[] {
  return [
    rate('http-request', 'HTTP Request', CLOUD_ONLY),
    rate('evaluate', 'Evaluate', CLOUD_ONLY),
    rate('ai-request', 'AI Request', CLOUD_ONLY),
    ...createWithAi({ gpt4oMini: 2 }).map((of) =>
      of.model?.id === 'gpt-4o-mini' ? of : assume(of),
    ),
    ...[
      rate('flow-run', 'Flow run', CLOUD_ONLY),
      ...LOGIC_BLOCKS.map((item) => rate(item, capital(item), 0)),
      rate('connector', 'Connector', 2),
      ...aiAgent(),
      rate('mcp-tool', 'MCP tool', 2),
      ...freeBlocks(),
    ].map(assume),
  ]
}

function assume(of: Rate): Rate {
  return { ...of, assumed: true }
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
