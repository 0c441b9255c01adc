import { describe, expect, test } from 'vitest'
import { bucketSentences } from '#web/format/bucket-sentences.ts'
import { figuresOf } from '#web/parts/resource/figures.ts'
import { resourceSentences } from '#web/parts/resource/resource-sentences.ts'
import { CLOSED, DEPLETED, membersHolder, tellingOf, usageOf } from '../format/usage-of.ts'

const NBSP = '\u00a0'
const OWN = { member: { id: 'ana', name: 'Ana' }, used: 62, ownKey: 0 }

/** As `14 members` are past theirs by 633 in all, while the others have 389 left. */
const UNEVEN = usageOf({
  resource: 'ai',
  holder: membersHolder({ open: 10, 'on-pay-as-you-go': 14 }, { ok: 6, warning: 4, exceeded: 14 }),
  standing: {
    allowance: { kind: 'limited', credits: 9_600 },
    used: 9_844,
    left: { kind: 'limited', credits: 389 },
    share: { kind: 'share', bps: 10_254 },
  },
  buckets: { included: 9_211, payAsYouGo: 633 },
})

describe('figure, percent and meter tell one story', () => {
  test('members, some past their own limit while others have something left', () => {
    expect(figuresOf(UNEVEN, tellingOf())).toEqual({
      figure: '389',
      of: 'credits left for 10 of 24 members',
      used: '9,211 of 9,600 used within limits',
      percent: `95${NBSP}%`,
      meter: { used: 9_211, allowance: 9_600 },
    })
  })

  test('members, all of them at their limit or past it', () => {
    const usage = usageOf({
      ...UNEVEN,
      standing: {
        ...UNEVEN.standing,
        used: 10_233,
        ofAllowance: 10_233,
        left: { kind: 'limited', credits: 0 },
      },
    })
    expect(figuresOf(usage, tellingOf())).toMatchObject({
      figure: '633',
      of: 'credits past the limit',
      used: '10,233 of 9,600 used across 24 members',
    })
  })

  test('a team whose limit was raised after it had bought credits', () => {
    const usage = usageOf({
      standing: {
        allowance: { kind: 'limited', credits: 500 },
        used: 6_104,
        ofAllowance: 100,
        left: { kind: 'limited', credits: 400 },
        boughtLeft: 996,
        share: { kind: 'share', bps: 2_000 },
        limit: 'ok',
      },
      buckets: { included: 100, payAsYouGo: 6_004 },
    })
    expect(figuresOf(usage, tellingOf())).toMatchObject({
      figure: '400',
      of: 'credits left',
      used: '100 of 500 used',
      percent: `20${NBSP}%`,
      meter: { used: 100, allowance: 500 },
    })
    expect(bucketSentences(usage, tellingOf())).toEqual([
      '6,104 credits are used in all: 100 of the allowance and 6,004 bought.',
      '996 credits left of what was bought, to be used until 1 Dec, 00:00 Berlin.',
    ])
    expect(figuresOf(usage, CLOSED)).toMatchObject({ figure: '6,104', percent: `1,220${NBSP}%` })
  })

  test('of a cycle that is over, all that was used', () => {
    expect(figuresOf(UNEVEN, CLOSED)).toMatchObject({
      figure: '9,844',
      used: 'of 9,600 credits included across 24 members',
      percent: `102${NBSP}%`,
      meter: { used: 9_844, allowance: 9_600 },
    })
  })

  test('a team past its limit', () => {
    expect(figuresOf(usageOf({ standing: DEPLETED }), tellingOf())).toMatchObject({
      figure: '12',
      of: 'credits past the limit',
      used: '112 of 100 used',
      percent: `112${NBSP}%`,
    })
  })

  test('no limit, no meter', () => {
    const unlimited = { kind: 'unlimited' } as const
    const usage = usageOf({ standing: { allowance: unlimited, left: unlimited } })
    expect(figuresOf(usage, tellingOf()).meter).toBeUndefined()
  })
})

describe('a pool', () => {
  test('its figure says that it is the pool’s', () => {
    const usage = usageOf({ resource: 'ai', holder: { kind: 'pool', members: 8 } })
    expect(figuresOf(usage, tellingOf())).toMatchObject({
      figure: '482',
      of: 'credits left in the team’s pool',
      used: '1,518 of 2,000 used, pooled for 8 members of this cycle, those who left included',
    })
  })

  test.each([
    ['some', 62, 'You used 62 of these 1,518 credits.'],
    ['none', 0, 'You used none of them.'],
    ['all', 1_518, 'You used all of them.'],
  ])('the reader’s own part comes first: %s', (_case, used, sentence) => {
    const holder = { kind: 'pool', members: 8, own: { ...OWN, used } } as const
    const [first] = resourceSentences(usageOf({ resource: 'ai', holder }), tellingOf())
    expect(first?.startsWith(`${sentence} It is too early`)).toBe(true)
  })
})
