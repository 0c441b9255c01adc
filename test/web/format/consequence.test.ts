import { describe, expect, test } from 'vitest'
import { bucketSentences } from '#web/format/bucket-sentences.ts'
import { consequence } from '#web/format/consequence.ts'
import {
  AI_TERMS,
  BERLIN,
  CLOSED,
  DEPLETED,
  FLOWS_TERMS,
  membersHolder,
  tellingOf,
  usageOf,
} from './usage-of.ts'

const UNTIL = '1 Dec, 00:00 Berlin'
const PAUSED = { ...DEPLETED, work: 'paused' } as const
const ON_PAYG = { ...DEPLETED, work: 'on-pay-as-you-go' } as const

describe('consequence', () => {
  test.each<[string, Parameters<typeof usageOf>[0], string | undefined]>([
    [
      'open, pay-as-you-go off',
      {},
      `At the limit, new cloud runs and credit-consuming blocks are suspended until ${UNTIL}.`,
    ],
    [
      'open, pay-as-you-go on',
      { payAsYouGo: { ...FLOWS_TERMS, on: true } },
      'At the limit, work goes on at $10 for each 1,000 credits.',
    ],
    [
      'open, with bonus credits after the included ones',
      { resource: 'assistant', payAsYouGo: { kind: 'unavailable' }, standing: { bonusLeft: 50 } },
      `Once the bonus credits are used too, the assistant is suspended on all servers until ${UNTIL}.`,
    ],
    [
      'open, no limit',
      { standing: { allowance: { kind: 'unlimited' }, left: { kind: 'unlimited' } } },
      undefined,
    ],
    [
      'on pay-as-you-go',
      {
        standing: ON_PAYG,
        payAsYouGo: { ...FLOWS_TERMS, on: true, blocks: 2, costMicros: 20_000_000 },
      },
      'Work goes on at $10 for each 1,000 credits. 2 blocks of 1,000 credits bought in this cycle, $20.00.',
    ],
    [
      'switched off with bought credits left',
      {
        standing: { ...ON_PAYG, boughtLeft: 340 },
        payAsYouGo: { ...FLOWS_TERMS, blocks: 1, costMicros: 10_000_000 },
      },
      'Pay-as-you-go is off; work goes on until what was bought is used up. 1 block of 1,000 credits bought in this cycle, $10.00.',
    ],
    [
      'Flows suspended',
      { standing: DEPLETED },
      `New cloud runs and credit-consuming blocks are suspended until ${UNTIL}. Runs already started complete. A Billing admin can turn on pay-as-you-go, which lifts this at once.`,
    ],
    [
      'API calls refused',
      { resource: 'api-calls', payAsYouGo: { kind: 'unavailable' }, standing: DEPLETED },
      `API calls are refused until ${UNTIL}. The Enterprise plan lifts this at once; a team admin can choose it.`,
    ],
    [
      'assistant suspended',
      {
        resource: 'assistant',
        payAsYouGo: { kind: 'unavailable' },
        otherwise: { bonus: true, plan: 'Enterprise' },
        standing: DEPLETED,
      },
      `The assistant is suspended on all servers until ${UNTIL}. Calls with your own provider key go on. A Billing admin can buy bonus credits, which lifts this at once.`,
    ],
    [
      'one member paused',
      {
        resource: 'ai',
        holder: { kind: 'member', member: { id: 'ana', name: 'Ana' }, ownKey: 0 },
        payAsYouGo: { ...AI_TERMS, on: false },
        standing: PAUSED,
      },
      `Agent Mode is paused until ${UNTIL}. A Billing admin can turn on pay-as-you-go, which lifts this at once.`,
    ],
    [
      'pool paused, on the free plan',
      {
        resource: 'ai',
        holder: { kind: 'pool', members: 8 },
        payAsYouGo: { kind: 'unavailable' },
        standing: PAUSED,
      },
      `Agent Mode is paused for the team until ${UNTIL}. The Enterprise plan lifts this at once; a team admin can choose it.`,
    ],
    [
      'members paused and on pay-as-you-go',
      {
        resource: 'ai',
        holder: membersHolder({ open: 4, paused: 3, 'on-pay-as-you-go': 1 }),
        payAsYouGo: { ...AI_TERMS, blocks: 40, costMicros: 1_400_000 },
      },
      `Agent Mode is paused for 3 members until ${UNTIL}. 1 member is on pay-as-you-go. 40 credits bought in this cycle, $1.40. A Billing admin can turn on pay-as-you-go for the paused members, which lifts this at once.`,
    ],
    [
      'members all open',
      { resource: 'ai', holder: membersHolder({ open: 4 }), payAsYouGo: AI_TERMS },
      'A member at the limit goes on at $0.035 per credit.',
    ],
    [
      'members all open, pay-as-you-go off',
      { resource: 'ai', holder: membersHolder({ open: 4 }), payAsYouGo: { kind: 'unavailable' } },
      `For a member at the limit, Agent Mode pauses until ${UNTIL}.`,
    ],
  ])('%s', (_case, over, sentence) => {
    expect(consequence(usageOf(over), tellingOf())).toBe(sentence)
  })

  test('who may switch is told so', () => {
    expect(consequence(usageOf({ standing: DEPLETED }), tellingOf({ canSwitch: true }))).toContain(
      'Turning on pay-as-you-go lifts this at once.',
    )
  })

  test.each([
    ['all have it on', 0, 'The spend cap is reached; raising it lifts this at once.'],
    [
      'some have it off',
      1,
      'The spend cap is reached; raising it lifts this at once. For 1 of them pay-as-you-go is off, and must be turned on too.',
    ],
    [
      'all have it off',
      3,
      'The spend cap is reached; raising it and turning on pay-as-you-go for the paused members lifts this at once.',
    ],
  ])('members paused at the spend cap, where %s', (_case, off, remedy) => {
    const usage = usageOf({
      resource: 'ai',
      holder: membersHolder({ paused: 3 }, {}, off),
      payAsYouGo: { ...AI_TERMS, capReached: true },
    })
    expect(consequence(usage, tellingOf({ canSwitch: true }))).toBe(
      `Agent Mode is paused for 3 members until ${UNTIL}. ${remedy}`,
    )
  })

  test('those paused are named, not those spoken of before them', () => {
    const usage = usageOf({
      resource: 'ai',
      holder: membersHolder({ paused: 1, 'on-pay-as-you-go': 2 }),
      payAsYouGo: { ...AI_TERMS, blocks: 150, costMicros: 5_250_000 },
    })
    expect(consequence(usage, tellingOf({ canSwitch: true }))).toMatch(
      /\$5\.25\. Turning on pay-as-you-go for the paused member lifts this at once\.$/,
    )
  })

  test("the reset is in the team's zone and the viewer's", () => {
    const usage = usageOf({
      resource: 'ai',
      holder: membersHolder({ paused: 3 }),
      payAsYouGo: { kind: 'unavailable' },
    })
    const frame = { ...BERLIN, viewerZone: 'America/New_York' }
    expect(consequence(usage, tellingOf({ frame }))).toContain(
      'Agent Mode is paused for 3 members until 1 Dec, 00:00 Berlin (18:00 your time, 30 Nov).',
    )
  })

  test('of a cycle that is over only its cost is told', () => {
    expect(consequence(usageOf({ standing: DEPLETED }), CLOSED)).toBeUndefined()
    const bought = { ...FLOWS_TERMS, blocks: 1, costMicros: 10_000_000 }
    expect(consequence(usageOf({ payAsYouGo: bought }), CLOSED)).toBe(
      '1 block of 1,000 credits bought in this cycle, $10.00.',
    )
  })
})

describe('besides the allowance', () => {
  test('nothing where there is nothing', () => {
    expect(bucketSentences(usageOf(), tellingOf())).toEqual([])
  })

  test('bonus, bought and uncovered credits', () => {
    const usage = usageOf({
      standing: { bonusLeft: 880, boughtLeft: 340 },
      buckets: { bonus: 120, uncovered: 3 },
    })
    expect(bucketSentences(usage, tellingOf())).toEqual([
      '120 bonus credits used in this cycle, 880 left; they never expire.',
      `340 credits left of what was bought, to be used until ${UNTIL}.`,
      '3 credits went past the limit in work that was let finish; they stay unbilled.',
    ])
  })

  test.each([
    [1, '1 credit is held for runs that have not reported yet.'],
    [1_200, '1,200 credits are held for runs that have not reported yet.'],
  ])('%i held for admitted runs', (pending, sentence) => {
    expect(bucketSentences(usageOf({ standing: { pending } }), tellingOf())).toEqual([sentence])
  })

  test('bonus credits not yet touched, and one uncovered credit', () => {
    const usage = usageOf({ standing: { bonusLeft: 1_000 }, buckets: { uncovered: 1 } })
    expect(bucketSentences(usage, tellingOf())).toEqual([
      '1,000 bonus credits come after the included ones, and never expire.',
      '1 credit went past the limit in work that was let finish; it stays unbilled.',
    ])
  })

  test('what members used past their own limits, while others have something left', () => {
    const holder = membersHolder({ open: 10, 'on-pay-as-you-go': 14 }, { ok: 10, exceeded: 14 })
    const usage = usageOf({
      resource: 'ai',
      holder,
      standing: { used: 1_700 },
      buckets: { included: 1_518, payAsYouGo: 182 },
    })
    expect(bucketSentences(usage, tellingOf())).toEqual([
      '1,700 credits are used in all, 182 of them past the limits of 14 members.',
    ])
    expect(bucketSentences(usage, CLOSED)).toEqual([])
  })

  test('of a cycle that is over, what was used of them', () => {
    const usage = usageOf({ standing: { bonusLeft: 880, boughtLeft: 5 }, buckets: { bonus: 120 } })
    expect(bucketSentences(usage, CLOSED)).toEqual(['120 bonus credits used in this cycle.'])
  })
})
