import { describe, expect, it } from 'vitest'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { explainRating } from '#shared/credits/explain.ts'
import { raterOf, type Usage } from '#shared/credits/rating.ts'

const rate = raterOf(DEFAULT_CATALOG)

function explain(usage: Usage): string {
  const rating = rate(usage, Date.parse('2026-06-05T10:00:00Z'))
  return 'refused' in rating ? rating.detail : explainRating(rating, usage.resource)
}

describe('a charge is explained', () => {
  it('by number, rate and card', () => {
    const usage: Usage = { resource: 'flows', item: 'connector', run: 'cloud', count: 3 }
    expect(explain(usage)).toBe('3 × Connector at 2 credits, card of 2026-03-01 = 6')
  })

  it('with the model where the rate depends on it, and one credit in the singular', () => {
    const usage: Usage = {
      resource: 'flows',
      item: 'ai-agent',
      model: 'gpt-5-nano',
      run: 'manual',
      count: 1,
    }
    expect(explain(usage)).toBe('1 × AI Agent (GPT-5 nano) at 1 credit, card of 2026-03-01 = 1')
  })

  it('as the provider reported it, where that counted', () => {
    const reported = { by: 'postman', name: 'flow_requests' } as const
    expect(explain({ resource: 'flows', credits: 1_048, reported })).toBe(
      'flow_requests as Postman reported it = 1,048',
    )
  })

  it('also when it is free', () => {
    const usage: Usage = { resource: 'flows', item: 'http-request', run: 'manual', count: 2 }
    expect(explain(usage)).toBe('2 × HTTP Request at 0 credits, card of 2026-03-01 = 0')
  })

  it('with large numbers grouped', () => {
    const usage: Usage = { resource: 'flows', item: 'connector', run: 'cloud', count: 1_234_567 }
    expect(explain(usage)).toBe(
      '1,234,567 × Connector at 2 credits, card of 2026-03-01 = 2,469,134',
    )
  })

  it('in calls where calls are counted', () => {
    const usage: Usage = { resource: 'api-calls', group: 'collections', count: 20 }
    expect(explain(usage)).toBe('20 × Collections at 1 call, card of 2020-01-01 = 20')
  })

  it('by started thousands of tokens', () => {
    const usage: Usage = {
      resource: 'assistant',
      model: 'claude-sonnet-4.5',
      tokens: 2_001,
      ownKey: false,
    }
    expect(explain(usage)).toBe(
      '3 × started 1,000 tokens of Claude Sonnet 4.5 at 3 credits, card of 2026-03-01 = 9',
    )
  })

  it('as metered where the event carries the credits', () => {
    const usage: Usage = { resource: 'ai', action: 'generate-request', credits: 12, ownKey: false }
    expect(explain(usage)).toBe(
      'Generate request, metered by the work it took, card of 2020-01-01 = 12',
    )
  })

  it('as paid elsewhere with an own key', () => {
    const usage: Usage = { resource: 'ai', action: 'generate-request', credits: 12, ownKey: true }
    expect(explain(usage)).toBe('Generate request, paid with your own provider key = 0')
  })
})
