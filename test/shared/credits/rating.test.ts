import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { MAX_CREDITS } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { explainRating } from '#shared/credits/explain.ts'
import { asRepeated, kindLabel, rateCardAt, raterOf, type Usage } from '#shared/credits/rating.ts'

const rate = raterOf(DEFAULT_CATALOG)
const NOW = Date.parse('2026-06-05T10:00:00Z')
const IN_2025 = Date.parse('2025-11-05T10:00:00Z')

function credits(usage: Usage, at = NOW): number | string {
  const rating = rate(usage, at)
  return 'refused' in rating ? rating.refused : rating.credits
}

function flows(item: string, model?: string, count = 1) {
  const usage = (run: 'manual' | 'cloud'): Usage => ({ resource: 'flows', item, model, run, count })
  return { manual: usage('manual'), cloud: usage('cloud') }
}

/** Copied by hand from the published tables; not read from the catalog. */
const FLOWS_2026: [item: string, model: string | undefined, manual: number, cloud: number][] = [
  ['flow-run', undefined, 0, 1],
  ['http-request', undefined, 0, 1],
  ['evaluate', undefined, 0, 1],
  ['condition', undefined, 0, 1],
  ['if', undefined, 0, 1],
  ['validate', undefined, 0, 1],
  ['delay', undefined, 0, 1],
  ['or', undefined, 0, 1],
  ['ai-request', undefined, 1, 1],
  ['connector', undefined, 2, 2],
  ['start', undefined, 0, 0],
  ['request', undefined, 0, 0],
  ['response', undefined, 0, 0],
  ['schedule', undefined, 0, 0],
  ['output', undefined, 0, 0],
  ['data', undefined, 0, 0],
  ['loop', undefined, 0, 0],
  ['visualize', undefined, 0, 0],
  ['other-block', undefined, 0, 0],
  ['create-with-ai', 'gpt-4o', 15, 15],
  ['create-with-ai', 'gpt-4o-mini', 1, 1],
  ['create-with-ai', 'gpt-4', 25, 25],
  ['create-with-ai', 'gpt-3.5', 5, 5],
  ['create-with-ai', 'dall-e-3', 10, 10],
  ['ai-agent', 'gpt-5', 10, 10],
  ['ai-agent', 'gpt-5-mini', 2, 2],
  ['ai-agent', 'gpt-5-nano', 1, 1],
  ['ai-agent', 'gpt-4', 25, 25],
  ['ai-agent', 'gpt-4o', 15, 15],
  ['ai-agent', 'gpt-4o-mini', 2, 2],
  ['mcp-tool', undefined, 2, 2],
]

/** What is known of the card before: the rest is assumed, and marked so. */
const FLOWS_2025: typeof FLOWS_2026 = [
  ['create-with-ai', 'gpt-4o-mini', 2, 2],
  ['http-request', undefined, 0, 1],
  ['ai-request', undefined, 0, 1],
  ['evaluate', undefined, 0, 1],
]

describe('the Flows rate card', () => {
  test.each(FLOWS_2026)(
    'of March 2026: %s %s costs %i manual, %i cloud',
    (item, model, manual, cloud) => {
      const one = flows(item, model)
      expect([credits(one.manual), credits(one.cloud)]).toEqual([manual, cloud])
      const seven = flows(item, model, 7)
      expect([credits(seven.manual), credits(seven.cloud)]).toEqual([7 * manual, 7 * cloud])
    },
  )

  test.each(FLOWS_2025)(
    'before it: %s %s costs %i manual, %i cloud',
    (item, model, manual, cloud) => {
      const one = flows(item, model)
      expect([credits(one.manual, IN_2025), credits(one.cloud, IN_2025)]).toEqual([manual, cloud])
    },
  )

  it('has no row that this test does not name', () => {
    const listed = (date: string) =>
      DEFAULT_CATALOG.rateCards
        .filter((card) => card.resource === 'flows' && card.appliesFrom === date)
        .flatMap((card) => card.rates)
        .map((row) => [row.item, row.model?.id, row.credits.manual, row.credits.cloud])
    const byName = (rows: unknown[][]) => rows.map(String).sort()
    expect(byName(listed('2026-03-01'))).toEqual(byName(FLOWS_2026))
    const published = DEFAULT_CATALOG.rateCards
      .find((card) => card.id === 'flows-2025')
      ?.rates.filter((row) => !row.assumed)
      .map((row) => [row.item, row.model?.id, row.credits.manual, row.credits.cloud])
    expect(byName(published ?? [])).toEqual(byName(FLOWS_2025))
  })

  it('applies from the first instant of its day, in UTC', () => {
    const mini = flows('create-with-ai', 'gpt-4o-mini').cloud
    expect(credits(mini, Date.parse('2026-02-28T23:59:59.999Z'))).toBe(2)
    expect(credits(mini, Date.parse('2026-03-01T00:00:00.000Z'))).toBe(1)
  })

  it('reads a model that makes no difference to a rate as none', () => {
    expect(credits(flows('connector', 'gpt-4').cloud)).toBe(2)
  })
})

describe('the record of a rating', () => {
  it('names the card, its date and the rate', () => {
    expect(rate(flows('connector', undefined, 3).manual, NOW)).toEqual({
      kind: 'connector',
      label: 'Connector',
      cardId: 'flows-2026-03',
      cardDate: '2026-03-01',
      unit: 'each',
      quantity: 3,
      creditsPerUnit: 2,
      credits: 6,
      ownKey: false,
    })
  })

  it('names the model where the rate depends on it', () => {
    expect(rate(flows('ai-agent', 'gpt-5').cloud, NOW)).toEqual({
      kind: 'ai-agent',
      label: 'AI Agent',
      model: 'GPT-5',
      cardId: 'flows-2026-03',
      cardDate: '2026-03-01',
      unit: 'each',
      quantity: 1,
      creditsPerUnit: 10,
      credits: 10,
      ownKey: false,
    })
  })

  it('of AI credits takes them from the event', () => {
    const usage: Usage = { resource: 'ai', action: 'write-tests', credits: 7, ownKey: false }
    expect(rate(usage, NOW)).toEqual({
      kind: 'write-tests',
      label: 'Write tests',
      cardId: 'ai-metered',
      cardDate: '2020-01-01',
      unit: 'metered',
      quantity: 7,
      creditsPerUnit: 1,
      credits: 7,
      ownKey: false,
    })
  })

  it('of API calls counts each', () => {
    expect(rate({ resource: 'api-calls', group: 'mock_servers', count: 4 }, NOW)).toEqual({
      kind: 'mock_servers',
      label: 'Mock servers',
      cardId: 'api-calls',
      cardDate: '2020-01-01',
      unit: 'each',
      quantity: 4,
      creditsPerUnit: 1,
      credits: 4,
      ownKey: false,
    })
  })

  it('of the Assistant counts started thousands of tokens', () => {
    const usage: Usage = {
      resource: 'assistant',
      model: 'claude-sonnet-4.5',
      tokens: 2_001,
      ownKey: false,
    }
    expect(rate(usage, NOW)).toEqual({
      kind: 'claude-sonnet-4.5',
      label: 'Claude Sonnet 4.5',
      model: 'Claude Sonnet 4.5',
      cardId: 'assistant-2026',
      cardDate: '2026-03-01',
      unit: 'tokens',
      tokensPerUnit: 1_000,
      quantity: 3,
      creditsPerUnit: 3,
      credits: 9,
      ownKey: false,
    })
  })
})

describe('the Assistant', () => {
  const tokens = (count: number, model = 'kimi-k2.5', ownKey = false): Usage => {
    return { resource: 'assistant', model, tokens: count, ownKey }
  }

  test.each([
    { used: 0, portions: 0 },
    { used: 1, portions: 1 },
    { used: 999, portions: 1 },
    { used: 1_000, portions: 1 },
    { used: 1_001, portions: 2 },
    { used: 128_000, portions: 128 },
  ])('$used tokens are $portions started thousands', ({ used, portions }) => {
    expect(credits(tokens(used))).toBe(3 * portions)
    expect(credits(tokens(used, 'minimax-m2.1'))).toBe(portions)
  })

  test.each([
    ['claude-sonnet-4.5', 3],
    ['kimi-k2.5', 3],
    ['claude-haiku-4.5', 1],
    ['minimax-m2.1', 1],
  ])('%s costs %i', (model, price) => {
    expect(credits(tokens(1, model))).toBe(price)
  })
})

describe('the customer’s own key', () => {
  it('costs nothing, and the amount stays visible', () => {
    const ai = rate({ resource: 'ai', action: 'chat', credits: 9, ownKey: true }, NOW)
    expect(ai).toMatchObject({ quantity: 9, creditsPerUnit: 0, credits: 0, ownKey: true })
    const usage: Usage = {
      resource: 'assistant',
      model: 'kimi-k2.5',
      tokens: 5_000,
      ownKey: true,
    }
    expect(rate(usage, NOW)).toMatchObject({
      quantity: 5,
      creditsPerUnit: 0,
      credits: 0,
      ownKey: true,
    })
  })
})

describe('a usage is refused', () => {
  const BEFORE = Date.parse('2019-12-31T23:59:59.999Z')

  test.each([
    { name: 'for an unknown item', usage: flows('teleport').cloud, refused: 'no-rate' },
    { name: 'for an unknown model', usage: flows('ai-agent', 'gpt-9').cloud, refused: 'no-rate' },
    { name: 'for a missing model', usage: flows('ai-agent').cloud, refused: 'no-rate' },
    { name: 'for a name of every object', usage: flows('constructor').cloud, refused: 'no-rate' },
    {
      name: 'for an unknown assistant model',
      usage: { resource: 'assistant', model: 'gpt-5', tokens: 1, ownKey: false } as const,
      refused: 'no-rate',
    },
    {
      name: 'for an unknown assistant model, also with an own key',
      usage: { resource: 'assistant', model: 'gpt-5', tokens: 1, ownKey: true } as const,
      refused: 'no-rate',
    },
    {
      name: 'before its first card',
      usage: flows('connector').cloud,
      at: BEFORE,
      refused: 'no-rate-card',
    },
  ])('$name', ({ usage, at = NOW, refused }) => {
    expect(rate(usage, at)).toEqual({ refused, detail: expect.any(String) })
  })

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_CREDITS + 1, 2 ** 53, 1e308])(
    'for an amount of %d',
    (amount) => {
      const usages: Usage[] = [
        flows('connector', undefined, amount).cloud,
        flows('start', undefined, amount).cloud,
        { resource: 'ai', action: 'chat', credits: amount, ownKey: false },
        { resource: 'ai', action: 'chat', credits: amount, ownKey: true },
        { resource: 'api-calls', group: 'api', count: amount },
        { resource: 'assistant', model: 'kimi-k2.5', tokens: amount, ownKey: false },
      ]
      for (const usage of usages) expect(credits(usage)).toBe('amount-out-of-range')
    },
  )

  it('for an amount whose credits are out of range', () => {
    expect(credits(flows('connector', undefined, MAX_CREDITS / 2).cloud)).toBe(MAX_CREDITS)
    expect(credits(flows('connector', undefined, MAX_CREDITS / 2 + 1).cloud)).toBe(
      'amount-out-of-range',
    )
  })

  it('with what was looked for', () => {
    const detail = 'the card flows-2026-03 has no rate for ai-agent with model gpt-9'
    expect(rate(flows('ai-agent', 'gpt-9').cloud, NOW)).toEqual({ refused: 'no-rate', detail })
  })

  it('saying so where it is the model that is missing', () => {
    const detail = 'ai-agent is rated by its model, and the event names none'
    expect(rate(flows('ai-agent').cloud, NOW)).toEqual({ refused: 'no-rate', detail })
  })
})

describe('rate cards', () => {
  const card = (id: string, appliesFrom: string, price: number) => ({
    id,
    resource: 'api-calls' as const,
    appliesFrom,
    rates: [
      {
        item: '*',
        label: 'Call',
        per: { kind: 'each' as const },
        credits: { manual: price, cloud: price },
      },
    ],
  })

  const dates = fc.uniqueArray(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 6 })
  const date = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)

  it('apply from their dates, however they are listed', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -1, max: 3_001 }), (days, at) => {
        const rateCards = days.map((day, index) => card(`c${index}`, date(day), index + 1))
        const catalog: Catalog = { ...DEFAULT_CATALOG, rateCards }
        const before = days.filter((day) => day <= at)
        const newest = before.length > 0 ? days.indexOf(Math.max(...before)) : undefined
        const instant = at * 86_400_000
        const rated = raterOf(catalog)({ resource: 'api-calls', group: 'api', count: 1 }, instant)
        const found = rateCardAt(catalog, 'api-calls', instant)
        expect(found?.id).toBe(newest === undefined ? undefined : `c${newest}`)
        expect('refused' in rated ? undefined : rated.cardId).toBe(found?.id)
      }),
    )
  })

  it('give kinds their labels, and unknown kinds their own words', () => {
    const label = (...of: ['flows' | 'ai' | 'api-calls' | 'assistant', string]) =>
      kindLabel(DEFAULT_CATALOG, ...of)
    expect(label('flows', 'ai-agent')).toBe('AI Agent')
    expect(label('assistant', 'kimi-k2.5')).toBe('Kimi K2.5')
    expect(label('ai', 'write-tests')).toBe('Write tests')
    expect(label('api-calls', 'mock_servers')).toBe('Mock servers')
    expect(label('flows', 'gone-block')).toBe('Gone block')
  })

  it.each([
    ['apis', 'APIs'],
    ['api', 'API'],
    ['mcp-servers', 'MCP servers'],
    ['generate-sql', 'Generate SQL'],
    ['explain_http_response', 'Explain HTTP response'],
    ['AI-agent', 'AI agent'],
    ['list-ids', 'List IDs'],
    ['capital-gains', 'Capital gains'],
  ])('write acronyms as people do: %s is %s', (kind, label) => {
    expect(kindLabel(DEFAULT_CATALOG, 'api-calls', kind)).toBe(label)
    const rated = rate(
      { resource: 'ai', action: kind, credits: 1, ownKey: false },
      Date.UTC(2026, 10, 1),
    )
    expect(rated).toMatchObject({ label })
  })
})

describe('quantities', () => {
  it('are rated alike in one event and in many, where each one counts', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 1_000 }), { maxLength: 10 })
    fc.assert(
      fc.property(fc.constantFrom(...FLOWS_2026), counts, ([item, model], parts) => {
        const whole = parts.reduce((sum, part) => sum + part, 0)
        const rated = parts.map((part) => Number(credits(flows(item, model, part).cloud)))
        expect(rated.reduce((sum, part) => sum + part, 0)).toBe(
          credits(flows(item, model, whole).cloud),
        )
      }),
    )
  })
})

describe('credits that a provider counted itself', () => {
  const reported = { by: 'flowly', name: 'plan' } as const

  it('are taken as they are, for every resource and at any time, whatever the catalog holds', () => {
    const bare = raterOf({ ...DEFAULT_CATALOG, rateCards: [] })
    for (const resource of ['flows', 'ai', 'api-calls', 'assistant'] as const) {
      expect(bare({ resource, credits: 48, reported }, 0)).toEqual({
        kind: 'reported-by-flowly',
        label: 'Reported by Flowly',
        cardId: 'as-reported',
        cardDate: '1970-01-01',
        unit: 'metered',
        quantity: 48,
        creditsPerUnit: 1,
        credits: 48,
        ownKey: false,
        reported,
      })
      expect(kindLabel(DEFAULT_CATALOG, resource, 'reported-by-flowly')).toBe('Reported by Flowly')
    }
  })

  it('are refused where no account can hold them', () => {
    const usage = { resource: 'assistant', credits: MAX_CREDITS + 1, reported } as const
    expect(credits(usage)).toBe('amount-out-of-range')
  })
})

describe('what is asked of a card', () => {
  const card = (text: string, resource: Catalog['rateCards'][number]['resource']) => {
    const cards = DEFAULT_CATALOG.rateCards.filter((each) => each.resource !== resource)
    const detailOf = raterOf({ ...DEFAULT_CATALOG, rateCards: cards })
    const usage: Usage = {
      resource: 'flows',
      item: 'connector',
      model: undefined,
      run: 'cloud',
      count: 1,
    }
    expect(detailOf(usage, NOW)).toEqual({ refused: 'no-rate-card', detail: text })
  }

  it('is refused where there is none, with the resource', () => {
    card('no flows rate card applies at that time', 'flows')
  })

  it('a number that is none of credits is refused, with the number', () => {
    const reported = { provider: 'postman', name: 'flow_requests', by: 'postman' } as const
    const usage: Usage = { resource: 'flows', credits: MAX_CREDITS + 1, reported }
    expect(rate(usage, NOW)).toEqual({
      refused: 'amount-out-of-range',
      detail: `${MAX_CREDITS + 1} as reported`,
    })
    const many = flows('connector', undefined, MAX_CREDITS).cloud
    expect(rate(many, NOW)).toEqual({
      refused: 'amount-out-of-range',
      detail: `${MAX_CREDITS} at 2 a unit`,
    })
  })

  it('a tool that the agent run was charged for already costs nothing more', () => {
    const rating = rate(flows('mcp-tool').cloud, NOW)
    if ('refused' in rating) throw new Error(rating.detail)
    const repeated = asRepeated(rating)
    expect(repeated).toEqual({ ...rating, credits: 0, repeated: true })
    expect(explainRating(repeated, 'flows')).toBe(
      'MCP tool, charged once for this agent run already = 0',
    )
  })

  it.each([
    ['generate-request', 'Generate request'],
    ['ai_cli  json-csv', 'AI CLI JSON CSV'],
    ['urls', 'URLs'],
    ['-ci-', 'CI'],
    ['llm', 'LLM'],
    ['sdk', 'SDK'],
    ['ui', 'UI'],
    ['mcp-apis', 'MCP APIs'],
  ])('a free name such as %s is written as a person would', (action, label) => {
    const usage: Usage = { resource: 'ai', action, credits: 1, ownKey: false }
    const rating = rate(usage, NOW)
    expect('refused' in rating ? rating : rating.label).toBe(label)
  })
})
