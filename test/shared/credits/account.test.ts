import { describe, expect, it, test } from 'vitest'
import {
  type Account,
  type Buckets,
  blocksFor,
  boughtLeft,
  buyingState,
  charge,
  creditsAtHand,
  hasRoomFor,
  includedLeft,
  openAccount,
  type PayAsYouGo,
  usedOfAllowance,
} from '#shared/credits/account.ts'
import { MAX_CREDITS } from '#shared/credits/amounts.ts'
import type { Balance } from '#shared/credits/burn-down.ts'

const OFF: PayAsYouGo = { kind: 'off' }
const BLOCKS: PayAsYouGo = { kind: 'on', blockCredits: 1_000, blockMicros: 10_000_000 }
const PER_CREDIT: PayAsYouGo = { kind: 'on', blockCredits: 1, blockMicros: 35_000 }

function limited(credits: number): Account {
  return openAccount({ kind: 'limited', credits })
}

function buckets(of: Partial<Buckets>): Buckets {
  return { included: 0, bonus: 0, payAsYouGo: 0, uncovered: 0, ...of }
}

function bonus(left: number): Balance {
  return { id: 'pack', amount: left, left, priority: 0, start: 0 }
}

type Step = {
  credits: number
  payAsYouGo: PayAsYouGo
  split: Partial<Buckets>
  blocks?: number
  cost?: number
}

type Story = { name: string; allowance: number; bonus?: number; steps: Step[] }

const STORIES: Story[] = [
  {
    name: 'a charge within the allowance is included',
    allowance: 25,
    steps: [{ credits: 25, payAsYouGo: OFF, split: { included: 25 } }],
  },
  {
    name: 'with the switch off, what passes the limit is uncovered and costs nothing',
    allowance: 25,
    steps: [
      { credits: 24, payAsYouGo: OFF, split: { included: 24 } },
      { credits: 10, payAsYouGo: OFF, split: { included: 1, uncovered: 9 } },
      { credits: 3, payAsYouGo: { kind: 'unavailable' }, split: { uncovered: 3 } },
    ],
  },
  {
    name: '1 over is 1 block',
    allowance: 100,
    steps: [
      {
        credits: 101,
        payAsYouGo: BLOCKS,
        split: { included: 100, payAsYouGo: 1 },
        blocks: 1,
        cost: 10_000_000,
      },
    ],
  },
  {
    name: '1,000 over is 1 block',
    allowance: 100,
    steps: [
      {
        credits: 1_100,
        payAsYouGo: BLOCKS,
        split: { included: 100, payAsYouGo: 1_000 },
        blocks: 1,
        cost: 10_000_000,
      },
    ],
  },
  {
    name: '1,001 over is 2 blocks',
    allowance: 100,
    steps: [
      {
        credits: 1_101,
        payAsYouGo: BLOCKS,
        split: { included: 100, payAsYouGo: 1_001 },
        blocks: 2,
        cost: 20_000_000,
      },
    ],
  },
  {
    name: 'the exact hit of the limit buys nothing',
    allowance: 100,
    steps: [{ credits: 100, payAsYouGo: BLOCKS, split: { included: 100 } }],
  },
  {
    name: 'a block is bought by the first credit past the one before, not by its last',
    allowance: 0,
    steps: [
      {
        credits: 1_000,
        payAsYouGo: BLOCKS,
        split: { payAsYouGo: 1_000 },
        blocks: 1,
        cost: 10_000_000,
      },
      { credits: 1, payAsYouGo: BLOCKS, split: { payAsYouGo: 1 }, blocks: 1, cost: 10_000_000 },
      { credits: 999, payAsYouGo: BLOCKS, split: { payAsYouGo: 999 } },
      { credits: 1, payAsYouGo: BLOCKS, split: { payAsYouGo: 1 }, blocks: 1, cost: 10_000_000 },
    ],
  },
  {
    name: 'per credit, each credit past the limit is paid at the rate',
    allowance: 50,
    steps: [
      {
        credits: 53,
        payAsYouGo: PER_CREDIT,
        split: { included: 50, payAsYouGo: 3 },
        blocks: 3,
        cost: 105_000,
      },
    ],
  },
  {
    name: 'turning pay-as-you-go on does not bill what was uncovered before',
    allowance: 25,
    steps: [
      { credits: 500, payAsYouGo: OFF, split: { included: 25, uncovered: 475 } },
      { credits: 0, payAsYouGo: BLOCKS, split: {} },
      { credits: 1, payAsYouGo: BLOCKS, split: { payAsYouGo: 1 }, blocks: 1, cost: 10_000_000 },
    ],
  },
  {
    name: 'what is left in a bought block stays usable with the switch off',
    allowance: 0,
    steps: [
      { credits: 1, payAsYouGo: BLOCKS, split: { payAsYouGo: 1 }, blocks: 1, cost: 10_000_000 },
      { credits: 600, payAsYouGo: OFF, split: { payAsYouGo: 600 } },
      { credits: 600, payAsYouGo: OFF, split: { payAsYouGo: 399, uncovered: 201 } },
      { credits: 1, payAsYouGo: BLOCKS, split: { payAsYouGo: 1 }, blocks: 1, cost: 10_000_000 },
    ],
  },
  {
    name: 'bonus credits come after the included and before pay-as-you-go',
    allowance: 10,
    bonus: 5,
    steps: [
      {
        credits: 20,
        payAsYouGo: BLOCKS,
        split: { included: 10, bonus: 5, payAsYouGo: 5 },
        blocks: 1,
        cost: 10_000_000,
      },
    ],
  },
  {
    name: 'bonus credits are not touched while included ones last',
    allowance: 10,
    bonus: 5,
    steps: [
      { credits: 10, payAsYouGo: OFF, split: { included: 10 } },
      { credits: 5, payAsYouGo: OFF, split: { bonus: 5 } },
      { credits: 1, payAsYouGo: OFF, split: { uncovered: 1 } },
    ],
  },
  {
    name: 'a charge of nothing changes nothing, also past the limit',
    allowance: 0,
    steps: [{ credits: 0, payAsYouGo: BLOCKS, split: {} }],
  },
  {
    name: 'a price that changed applies to the blocks bought after it',
    allowance: 0,
    steps: [
      { credits: 1, payAsYouGo: BLOCKS, split: { payAsYouGo: 1 }, blocks: 1, cost: 10_000_000 },
      {
        credits: 1_000,
        payAsYouGo: { kind: 'on', blockCredits: 500, blockMicros: 7_000_000 },
        split: { payAsYouGo: 1_000 },
        blocks: 1,
        cost: 7_000_000,
      },
    ],
  },
]

describe('a charge', () => {
  test.each(STORIES)('$name', (story) => {
    let account = limited(story.allowance)
    let balances: readonly Balance[] = story.bonus ? [bonus(story.bonus)] : []
    for (const { credits, payAsYouGo, split, blocks = 0, cost = 0 } of story.steps) {
      const charged = charge({ account, bonus: balances, payAsYouGo, credits, at: 1 })
      expect(charged.split).toEqual(buckets(split))
      expect({ blocks: charged.blocksBought, cost: charged.boughtMicros }).toEqual({ blocks, cost })
      account = charged.account
      balances = charged.bonus
    }
  })

  it('replies with the whole account, and leaves the one it was given alone', () => {
    const account = limited(10)
    const charged = charge({
      account,
      bonus: [bonus(5)],
      payAsYouGo: BLOCKS,
      credits: 1_020,
      at: 1,
    })
    expect(charged).toEqual({
      account: {
        allowance: { kind: 'limited', credits: 10 },
        used: { included: 10, bonus: 5, payAsYouGo: 1_005, uncovered: 0 },
        bought: { blocks: 2, credits: 2_000, micros: 20_000_000 },
      },
      split: { included: 10, bonus: 5, payAsYouGo: 1_005, uncovered: 0 },
      bonus: [{ id: 'pack', amount: 5, left: 0, priority: 0, start: 0 }],
      bonusTaken: [{ grantId: 'pack', credits: 5 }],
      blocksBought: 2,
      boughtCredits: 2_000,
      boughtMicros: 20_000_000,
    })
    expect(account).toEqual(limited(10))
  })

  it('without a limit is included whole, whatever it is', () => {
    const account = openAccount({ kind: 'unlimited' })
    const charged = charge({ account, bonus: [], payAsYouGo: BLOCKS, credits: MAX_CREDITS, at: 1 })
    expect(charged.split).toEqual(buckets({ included: MAX_CREDITS }))
    expect(creditsAtHand(charged.account, [], 1)).toEqual({ kind: 'unlimited' })
  })

  it('does not use bonus credits before they start or from their expiry on', () => {
    const pack = { ...bonus(5), start: 10, expiry: 20 }
    const at = (instant: number) =>
      charge({ account: limited(0), bonus: [pack], payAsYouGo: OFF, credits: 1, at: instant }).split
    expect(at(9)).toEqual(buckets({ uncovered: 1 }))
    expect(at(10)).toEqual(buckets({ bonus: 1 }))
    expect(at(19)).toEqual(buckets({ bonus: 1 }))
    expect(at(20)).toEqual(buckets({ uncovered: 1 }))
  })
})

describe('an allowance changed in mid-cycle', () => {
  const used = charge({
    account: limited(25),
    bonus: [],
    payAsYouGo: OFF,
    credits: 40,
    at: 1,
  }).account

  it('opens work at once when raised, also below what was used', () => {
    const raised: Account = { ...used, allowance: { kind: 'limited', credits: 30 } }
    expect(creditsAtHand(raised, [], 1)).toEqual({ kind: 'limited', credits: 5 })
    const next = charge({ account: raised, bonus: [], payAsYouGo: OFF, credits: 6, at: 2 })
    expect(next.split).toEqual(buckets({ included: 5, uncovered: 1 }))
  })

  it('leaves nothing, and no negative, when lowered below what was used', () => {
    const lowered: Account = { ...used, allowance: { kind: 'limited', credits: 10 } }
    expect(includedLeft(lowered)).toBe(0)
    const next = charge({ account: lowered, bonus: [], payAsYouGo: OFF, credits: 6, at: 2 })
    expect(next.split).toEqual(buckets({ uncovered: 6 }))
  })
})

describe('room', () => {
  it('ends where arithmetic would no longer be exact', () => {
    const full = charge({
      account: openAccount({ kind: 'unlimited' }),
      bonus: [],
      payAsYouGo: OFF,
      credits: MAX_CREDITS - 1,
      at: 1,
    }).account
    expect(hasRoomFor(full, 1, OFF)).toBe(true)
    expect(hasRoomFor(full, 2, OFF)).toBe(false)
    expect(hasRoomFor(full, 0.5, OFF)).toBe(false)
    expect(hasRoomFor(full, Number.NaN, OFF)).toBe(false)
  })

  it('ends in money where the price is high, before a charge would throw', () => {
    const dear: PayAsYouGo = { kind: 'on', blockCredits: 1, blockMicros: 1_000_000_000_000 }
    expect(hasRoomFor(limited(0), 9_007, dear)).toBe(true)
    expect(hasRoomFor(limited(0), 9_008, dear)).toBe(false)
    expect(hasRoomFor(limited(0), 9_008, OFF)).toBe(true)
    const spent = charge({
      account: limited(0),
      bonus: [],
      payAsYouGo: dear,
      credits: 9_007,
      at: 1,
    }).account
    expect(hasRoomFor(spent, 1, dear)).toBe(false)
    expect(() =>
      charge({ account: spent, bonus: [], payAsYouGo: dear, credits: 9_008, at: 1 }),
    ).toThrow(RangeError)
  })
})

describe('blocks for what is missing', () => {
  test.each([
    { missing: -1, blocks: 0 },
    { missing: 0, blocks: 0 },
    { missing: 1, blocks: 1 },
    { missing: 999, blocks: 1 },
    { missing: 1_000, blocks: 1 },
    { missing: 1_001, blocks: 2 },
    { missing: MAX_CREDITS, blocks: 100_000_000 },
  ])('$missing is $blocks', ({ missing, blocks }) => {
    expect(blocksFor(missing, BLOCKS)).toBe(blocks)
    expect(blocksFor(missing, OFF)).toBe(0)
    expect(blocksFor(missing, { kind: 'unavailable' })).toBe(0)
  })

  it('leaves in them what was not used', () => {
    const { account } = charge({
      account: limited(0),
      bonus: [],
      payAsYouGo: BLOCKS,
      credits: 1_250,
      at: 1,
    })
    expect(boughtLeft(account)).toBe(750)
  })
})

describe('what pay-as-you-go means for work', () => {
  it.each<[string, PayAsYouGo, PayAsYouGo['kind']]>([
    ['on, without a cap', BLOCKS, 'on'],
    ['on, with a block left below the cap', { ...BLOCKS, capLeftMicros: 10_000_000 }, 'on'],
    ['off at the cap', { ...BLOCKS, capLeftMicros: 9_999_999 }, 'off'],
    ['off', OFF, 'off'],
    ['unavailable', { kind: 'unavailable' }, 'unavailable'],
  ])('%s', (_, payAsYouGo, state) => {
    expect(buyingState(payAsYouGo)).toBe(state)
  })
})

describe('what is at hand', () => {
  const HALF_BOUGHT: Account = {
    ...limited(100),
    used: buckets({ included: 90, payAsYouGo: 400 }),
    bought: { ...limited(100).bought, credits: 1_000 },
  }

  it('is what is left of the allowance, of bonus and of what was bought', () => {
    expect(creditsAtHand(HALF_BOUGHT, [bonus(5)], 1)).toEqual({ kind: 'limited', credits: 615 })
  })

  it('counts against the allowance only what it gave, while something of it is left', () => {
    expect(usedOfAllowance(HALF_BOUGHT)).toBe(90)
    const used = buckets({ included: 100, payAsYouGo: 400 })
    expect(usedOfAllowance({ ...HALF_BOUGHT, used })).toBe(500)
  })

  it('has room as long as what would be left of the last block is a number of credits', () => {
    const huge: PayAsYouGo = { kind: 'on', blockCredits: MAX_CREDITS, blockMicros: 1 }
    expect(hasRoomFor(limited(0), 1, huge)).toBe(true)
    const bought = { ...limited(0).bought, credits: 2 }
    expect(hasRoomFor({ ...limited(0), bought }, 1, huge)).toBe(false)
  })
})
