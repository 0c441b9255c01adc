import { describe, expect, test } from 'vitest'
import { pageAnswer } from '#web/pages/usage/page-answer.ts'
import { AI_TERMS, at, CLOSED, membersHolder, tellingOf, usageOf } from '../format/usage-of.ts'

const CALM = usageOf({ standing: { limit: 'ok' } })
const COST = { ...AI_TERMS, blocks: 7_174, costMicros: 251_090_000 }
const FITS = { limit: 'ok', work: 'open' } as const

function ofMembers(holder: ReturnType<typeof membersHolder>, payAsYouGo = AI_TERMS) {
  return usageOf({ resource: 'ai', holder, payAsYouGo, standing: FITS })
}

const OWN = { kind: 'member', member: { id: 'ana', name: 'Ana Kovač' }, ownKey: 0 } as const
const POOL = { kind: 'pool', members: 8, own: { member: OWN.member, used: 62, ownKey: 0 } } as const

const ON_28 = at('2025-11-28T10:00:00Z')
const RUNS_OUT = {
  kind: 'forecast',
  endTotal: { low: 2_300, mid: 2_400, high: 2_520 },
  runOut: { kind: 'expected', at: ON_28, earliest: ON_28 },
  path: [],
} satisfies ReturnType<typeof usageOf>['forecast']
const LASTS = { ...RUNS_OUT, runOut: { kind: 'not-this-cycle' } } as const
type Case = [name: string, over: Parameters<typeof usageOf>[0] & object, title: string]
const PAUSED = { limit: 'reached', work: 'paused' } as const

describe('a Member is told of the credits that they see, and of no others', () => {
  test.each<Case>([
    [
      'unused',
      { standing: { used: 0 } },
      'None of your AI credits have been used in this cycle yet.',
    ],
    [
      'too early',
      {},
      'Your AI credits are within their limit. It is too early to say when they run out.',
    ],
    ['lasting', { forecast: LASTS }, 'At this pace, your AI credits last until 30 Nov.'],
    ['running out', { forecast: RUNS_OUT }, 'Your AI credits run out on 28 Nov.'],
    ['paused', { standing: PAUSED }, 'Your AI credits have run out.'],
  ])('their own: %s', (_case, over, title) => {
    const usage = usageOf({
      resource: 'ai',
      holder: OWN,
      ...over,
      standing: { ...FITS, ...over.standing },
    })
    expect(pageAnswer([usage], tellingOf()).title).toBe(title)
  })

  test.each<Case>([
    ['lasting', { forecast: LASTS }, 'At this pace, the team’s AI credits last until 30 Nov.'],
    ['running out', { forecast: RUNS_OUT }, 'The team’s AI credits run out on 28 Nov.'],
    ['paused', { standing: PAUSED }, 'The team’s AI credits have run out.'],
  ])('a pool that they share: %s', (_case, over, title) => {
    const usage = usageOf({
      resource: 'ai',
      holder: POOL,
      ...over,
      standing: { ...FITS, ...over.standing },
    })
    expect(pageAnswer([usage], tellingOf()).title).toBe(title)
  })

  test.each([
    [OWN, 'ok', /: your AI credits stayed within their limit\.$/],
    [OWN, 'exceeded', /: your AI credits went past the limit\.$/],
    [POOL, 'exceeded', /: the team’s AI credits went past the limit\.$/],
  ] as const)('a cycle that is over', (holder, limit, title) => {
    const usage = usageOf({ resource: 'ai', holder, standing: { limit } })
    expect(pageAnswer([usage], CLOSED).title).toMatch(title)
  })
})

test('what stops comes before what runs out, that before what costs, that before who is past a limit', () => {
  const stopped = usageOf({ resource: 'api-calls', standing: { work: 'suspended' } })
  const running = usageOf({ resource: 'assistant', standing: FITS, forecast: RUNS_OUT })
  const paying = usageOf({ standing: { limit: 'exceeded', work: 'on-pay-as-you-go' } })
  const past = ofMembers(membersHolder({ open: 4 }, { ok: 2, exceeded: 2 }))
  const titles = [
    'API calls have run out.',
    'Assistant credits run out first, on 28 Nov.',
    'Flows credits are on pay-as-you-go.',
    '2 members have reached the limit of AI credits.',
  ]
  const all = [stopped, running, paying, past]
  expect(all.map((_, from) => pageAnswer(all.slice(from), tellingOf()).title)).toEqual(titles)
})

describe('members with limits of their own, whose sum is within its limit', () => {
  test('those on pay-as-you-go are told, with what it costs', () => {
    const holder = membersHolder({ open: 133, 'on-pay-as-you-go': 367 }, { exceeded: 367 })
    expect(pageAnswer([CALM, ofMembers(holder, COST)], tellingOf())).toMatchObject({
      title: '367 members are on pay-as-you-go for AI credits.',
      detail: expect.stringContaining('$251.09'),
    })
  })

  test('those who pay are told after a resource that the team pays for', () => {
    const flows = usageOf({ standing: { limit: 'exceeded', work: 'on-pay-as-you-go' } })
    const holder = membersHolder({ open: 10, 'on-pay-as-you-go': 14 }, { exceeded: 14 })
    expect(pageAnswer([flows, ofMembers(holder, COST)], tellingOf())).toMatchObject({
      title: 'Flows credits are on pay-as-you-go.',
      next: '14 members are on pay-as-you-go for AI credits.',
    })
  })

  test('the day on which the sum would run out is nobody’s', () => {
    const expected = at('2025-11-23T10:00:00Z')
    const forecast = {
      kind: 'forecast',
      endTotal: { low: 2_300, mid: 2_400, high: 2_520 },
      runOut: { kind: 'expected', at: expected, earliest: expected },
      path: [],
    } satisfies ReturnType<typeof usageOf>['forecast']
    const usage = { ...ofMembers(membersHolder({ open: 5 }, { ok: 5 })), forecast }
    expect(pageAnswer([usage], tellingOf()).title).toBe('At this pace, nothing runs out by 30 Nov.')
  })

  test('those who go on past their limit without paying are told too', () => {
    const holder = membersHolder({ open: 4 }, { ok: 2, reached: 1, exceeded: 1 })
    expect(pageAnswer([CALM, ofMembers(holder)], tellingOf()).title).toBe(
      '2 members have reached the limit of AI credits.',
    )
  })

  test('a cycle that is over names those who went past theirs', () => {
    const holder = membersHolder({ open: 5 }, { ok: 2, exceeded: 3 })
    expect(pageAnswer([CALM, ofMembers(holder, COST)], CLOSED).title).toMatch(
      /: AI credits of 3 members went past the limit\.$/,
    )
  })

  test('a cycle in which nobody went past theirs stayed within the limit', () => {
    const holder = membersHolder({ open: 5 }, { ok: 4, reached: 1 })
    expect(pageAnswer([CALM, ofMembers(holder)], CLOSED).title).toMatch(
      /: everything stayed within its limit\.$/,
    )
  })
})
