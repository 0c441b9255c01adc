import { describe, expect, test } from 'vitest'
import type { ResourceUsage } from '#shared/contract/usage.ts'
import { forecastSentence } from '#web/format/forecast-sentence.ts'
import { headline, leftSentence } from '#web/format/headline.ts'
import { at, CLOSED, DEPLETED, membersHolder, tellingOf, usageOf } from './usage-of.ts'

type RunOut = Extract<ResourceUsage['forecast'], { kind: 'forecast' }>['runOut']

const END_TOTAL = { low: 2_300, mid: 2_400, high: 2_520 }

function heading(runOut: RunOut, endTotal = END_TOTAL): ResourceUsage['forecast'] {
  return { kind: 'forecast', endTotal, runOut, path: [] }
}

const EXPECTED: RunOut = {
  kind: 'expected',
  at: at('2025-11-24T10:00:00Z'),
  earliest: at('2025-11-22T10:00:00Z'),
  latest: at('2025-11-27T10:00:00Z'),
}

test('the headline says what is left and when it runs out', () => {
  expect(headline(usageOf({ forecast: heading(EXPECTED) }), tellingOf())).toBe(
    '482 of 2,000 credits left. At this pace they run out on 24 Nov (22–27 Nov).',
  )
})

test.each([
  [
    'some at their limit',
    { ok: 2, reached: 1, exceeded: 9 },
    ' 10 of 12 members are at or past their limit.',
  ],
  ['one at theirs', { ok: 11, exceeded: 1 }, ' 1 of 12 members is at or past their limit.'],
  ['nobody at theirs', { ok: 12 }, ''],
])('a sum over members has no day on which it runs out: %s', (_case, byLimit, members) => {
  const holder = membersHolder({ open: 12 }, byLimit)
  const usage = usageOf({ resource: 'ai', holder, forecast: heading(EXPECTED) })
  expect(forecastSentence(usage, tellingOf())).toBe(
    `At this pace about 2,400 credits (2,300–2,520) are used by 30 Nov.${members}`,
  )
})

test('a sum over members of whom each is stopped has no pace', () => {
  const holder = membersHolder({ paused: 1 }, { reached: 1 })
  const usage = usageOf({ resource: 'ai', holder, forecast: heading({ kind: 'already' }) })
  expect(forecastSentence(usage, tellingOf())).toBeUndefined()
})

test('the headline of stopped work says nothing of a pace', () => {
  const usage = usageOf({ standing: DEPLETED, forecast: heading({ kind: 'already' }) })
  expect(headline(usage, tellingOf())).toBe('All 100 credits are used; use stands at 112.')
})

describe('what is left', () => {
  test.each<[string, Parameters<typeof usageOf>[0], string]>([
    ['calls are calls', { resource: 'api-calls' }, '482 of 2,000 calls left.'],
    [
      'no limit',
      { standing: { allowance: { kind: 'unlimited' }, left: { kind: 'unlimited' } } },
      '1,518 credits used. There is no limit.',
    ],
    [
      'zero used of a zero allowance',
      { standing: { ...DEPLETED, allowance: { kind: 'limited', credits: 0 }, used: 0 } },
      'No credits are included in this plan.',
    ],
    [
      'some used of a zero allowance, with bonus credits',
      {
        standing: {
          ...DEPLETED,
          allowance: { kind: 'limited', credits: 0 },
          used: 3,
          bonusLeft: 97,
        },
      },
      '3 credits used; none are included in this plan. 97 bonus credits left.',
    ],
    [
      'exactly all',
      { standing: { ...DEPLETED, used: 100, limit: 'reached' } },
      'All 100 credits are used.',
    ],
    [
      'all, with bonus credits left',
      { standing: { ...DEPLETED, used: 100, limit: 'reached', bonusLeft: 1 } },
      'All 100 credits are used. 1 bonus credit left.',
    ],
    [
      'the sum over members',
      { resource: 'ai', holder: membersHolder({ open: 11, paused: 1 }) },
      '482 of 2,000 credits left across 12 members.',
    ],
    [
      'members, some past their own limit',
      {
        resource: 'ai',
        holder: membersHolder({ open: 5, paused: 2 }, { ok: 4, warning: 1, exceeded: 2 }),
        standing: { used: 1_540 },
      },
      '482 of 2,000 credits left, for 5 of 7 members.',
    ],
    [
      'a pool',
      { resource: 'ai', holder: { kind: 'pool', members: 1 } },
      '482 of 2,000 credits left, pooled for 1 member.',
    ],
    [
      'a pool of several, those who left in the cycle among them',
      { resource: 'ai', holder: { kind: 'pool', members: 11 } },
      '482 of 2,000 credits left, pooled for 11 members of this cycle, those who left included.',
    ],
    [
      "the reader's own",
      { resource: 'ai', holder: { kind: 'member', member: { id: 'ana', name: 'Ana' }, ownKey: 0 } },
      '482 of 2,000 credits left.',
    ],
  ])('%s', (_case, over, sentence) => {
    expect(leftSentence(usageOf(over), tellingOf())).toBe(sentence)
  })

  test('a cycle that is over is told in the past', () => {
    expect(leftSentence(usageOf(), CLOSED)).toBe('1,518 of 2,000 credits were used.')
  })
})

describe('forecast', () => {
  test.each<[string, ResourceUsage['forecast'], string | undefined]>([
    ['closed', { kind: 'closed' }, undefined],
    [
      'too early, none so far',
      { kind: 'too-early', completeDays: 0, neededDays: 3 },
      'It is too early for a forecast: it takes 3 days of use.',
    ],
    [
      'too early, one so far',
      { kind: 'too-early', completeDays: 1, neededDays: 3 },
      'It is too early for a forecast: it takes 3 days of use, and there is 1 so far.',
    ],
    [
      'too early, two so far',
      { kind: 'too-early', completeDays: 2, neededDays: 3 },
      'It is too early for a forecast: it takes 3 days of use, and there are 2 so far.',
    ],
    [
      'no limit',
      heading({ kind: 'no-limit' }),
      'At this pace about 2,400 credits (2,300–2,520) are used by 30 Nov.',
    ],
    [
      'past the limit already, on pay-as-you-go',
      heading({ kind: 'already' }),
      'At this pace about 2,400 credits (2,300–2,520) are used by 30 Nov.',
    ],
    [
      'not in this cycle',
      heading({ kind: 'not-this-cycle' }, { low: 1_600, mid: 1_700, high: 1_800 }),
      'At this pace they last until 30 Nov, with about 1,700 (1,600–1,800) used by then.',
    ],
    [
      'not in this cycle, without spread',
      heading({ kind: 'not-this-cycle' }, { low: 1_700, mid: 1_700, high: 1_700 }),
      'At this pace they last until 30 Nov, with about 1,700 used by then.',
    ],
    [
      'possible',
      heading({ kind: 'possible', earliest: at('2025-11-28T10:00:00Z') }),
      'At this pace they last until 30 Nov; if use picks up, they run out from 28 Nov.',
    ],
    ['expected', heading(EXPECTED), 'At this pace they run out on 24 Nov (22–27 Nov).'],
    [
      'expected, on one day for sure',
      heading({ ...EXPECTED, earliest: EXPECTED.at, latest: EXPECTED.at }),
      'At this pace they run out on 24 Nov.',
    ],
    [
      'expected today',
      heading({
        kind: 'expected',
        at: at('2025-11-21T15:00:00Z'),
        earliest: at('2025-11-21T12:00:00Z'),
        latest: at('2025-11-21T20:00:00Z'),
      }),
      'At this pace they run out today.',
    ],
    [
      'expected, or not at all on the slower path',
      heading({ kind: 'expected', at: EXPECTED.at, earliest: EXPECTED.earliest }),
      'At this pace they run out on 24 Nov (22 Nov or later).',
    ],
  ])('%s', (_case, forecast, sentence) => {
    expect(forecastSentence(usageOf({ forecast }), tellingOf())).toBe(sentence)
  })

  test("days are the team's: shortly before midnight UTC it is the next day in Kathmandu", () => {
    const instant = at('2025-11-23T20:00:00Z')
    const usage = usageOf({
      forecast: heading({ kind: 'expected', at: instant, earliest: instant, latest: instant }),
    })
    const frame = { asOf: at('2025-11-21T09:00:00Z'), viewerZone: 'UTC' }
    expect(forecastSentence(usage, tellingOf({ frame: { ...frame, zone: 'UTC' } }))).toBe(
      'At this pace they run out on 23 Nov.',
    )
    expect(
      forecastSentence(usage, tellingOf({ frame: { ...frame, zone: 'Asia/Kathmandu' } })),
    ).toBe('At this pace they run out on 24 Nov.')
  })
})
