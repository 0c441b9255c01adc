import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Account,
  canBuy,
  charge,
  openAccount,
  type PayAsYouGo,
  totalOf,
} from '#shared/credits/account.ts'
import { admit, neededFor } from '#shared/credits/admission.ts'
import { MAX_CREDITS } from '#shared/credits/amounts.ts'
import type { Balance } from '#shared/credits/burn-down.ts'

const OFF: PayAsYouGo = { kind: 'off' }
const BLOCKS: PayAsYouGo = { kind: 'on', blockCredits: 1_000, blockMicros: 10_000_000 }

function capped(capLeftMicros: number): PayAsYouGo {
  return { kind: 'on', blockCredits: 1_000, blockMicros: 10_000_000, capLeftMicros }
}

function pack(left: number): Balance {
  return { id: 'pack', amount: left, left, priority: 0, start: 0 }
}

function asked(of: {
  allowance?: number
  used?: number
  bonus?: number
  payAsYouGo?: PayAsYouGo
  held?: number
  estimate: number
}) {
  const { allowance = 100, used = 0, bonus = 0, payAsYouGo = OFF, held = 0, estimate } = of
  const start = openAccount({ kind: 'limited', credits: allowance })
  const { account } = charge({ account: start, bonus: [], payAsYouGo: OFF, credits: used, at: 0 })
  return admit({ account, bonus: [pack(bonus)], payAsYouGo, held, needed: estimate, at: 0 })
}

const ADMITTED = { kind: 'admitted' }

test.each([
  { name: 'exactly what is left', given: { used: 60, estimate: 40 }, answer: ADMITTED },
  {
    name: 'one more than is left',
    given: { used: 60, estimate: 41 },
    answer: { kind: 'refused', by: 'allowance', free: 40, missing: 1 },
  },
  {
    name: 'what other runs hold is not there',
    given: { used: 60, held: 30, estimate: 11 },
    answer: { kind: 'refused', by: 'allowance', free: 10, missing: 1 },
  },
  {
    name: 'runs that hold more than is left leave nothing, not less, and that is missing too',
    given: { used: 90, held: 30, estimate: 1 },
    answer: { kind: 'refused', by: 'allowance', free: 0, missing: 21 },
  },
  { name: 'nothing, at the limit', given: { used: 100, estimate: 0 }, answer: ADMITTED },
  { name: 'nothing of a zero allowance', given: { allowance: 0, estimate: 0 }, answer: ADMITTED },
  {
    name: 'one of a zero allowance',
    given: { allowance: 0, estimate: 1 },
    answer: { kind: 'refused', by: 'allowance', free: 0, missing: 1 },
  },
  { name: 'bonus credits', given: { used: 100, bonus: 5, estimate: 5 }, answer: ADMITTED },
  {
    name: 'pay-as-you-go buys what is missing',
    given: { used: 100, payAsYouGo: BLOCKS, held: 5_000, estimate: 5_000 },
    answer: ADMITTED,
  },
  {
    name: 'pay-as-you-go within its cap',
    given: { used: 100, payAsYouGo: capped(20_000_000), held: 1_000, estimate: 1_000 },
    answer: ADMITTED,
  },
  {
    name: 'pay-as-you-go past its cap: a block covered in part is not bought',
    given: { used: 100, payAsYouGo: capped(29_999_999), held: 1_000, estimate: 1_001 },
    answer: { kind: 'refused', by: 'spend-cap', free: 1_000, missing: 1 },
  },
  {
    name: 'a cap that is not to blame is not named',
    given: { used: 0, payAsYouGo: capped(0), held: MAX_CREDITS, estimate: 1 },
    answer: { kind: 'refused', by: 'allowance', free: 0, missing: MAX_CREDITS - 99 },
  },
])('$name', ({ given, answer }) => {
  expect(asked(given)).toEqual(answer)
})

test.each([
  ['as much as it is told to', { estimate: 7, freeOfCharge: false }, 7],
  ['of unknown size, anything at all', { estimate: 0, freeOfCharge: false }, 1],
  ['free of charge, nothing', { estimate: 0, freeOfCharge: true }, 0],
])('a run needs %s', (_, run, needed) => {
  expect(neededFor(run)).toBe(needed)
})

test('without a limit all is admitted that an account can hold at all', () => {
  const account = openAccount({ kind: 'unlimited' })
  const of = { account, bonus: [], payAsYouGo: OFF, at: 0 }
  expect(admit({ ...of, held: 5, needed: MAX_CREDITS - 5 })).toEqual(ADMITTED)
  expect(admit({ ...of, held: 6, needed: MAX_CREDITS - 5 })).toMatchObject({ kind: 'refused' })
})

describe('a spend cap', () => {
  test('what it does not cover is used as if the switch were off', () => {
    const account = openAccount({ kind: 'limited', credits: 100 })
    const of = { account, bonus: [], credits: 2_500, at: 0 }
    const charged = charge({ ...of, payAsYouGo: capped(25_000_000) })
    expect(charged.split).toEqual({ included: 100, bonus: 0, payAsYouGo: 2_000, uncovered: 400 })
    expect(charged).toMatchObject({ blocksBought: 2, boughtMicros: 20_000_000 })
    expect(charge({ ...of, payAsYouGo: capped(0) }).split).toEqual(
      charge({ ...of, payAsYouGo: OFF }).split,
    )
  })

  test('nothing more can be bought once less is left than a block costs', () => {
    expect([BLOCKS, capped(10_000_000)].map(canBuy)).toEqual([true, true])
    expect([OFF, capped(9_999_999), capped(0), capped(-5)].map(canBuy)).toEqual(
      Array(4).fill(false),
    )
    const free: PayAsYouGo = { kind: 'on', blockCredits: 1, blockMicros: 0, capLeftMicros: 0 }
    expect(canBuy(free)).toBe(true)
  })
})

const payAsYouGo = fc.oneof(
  fc.constant<PayAsYouGo>({ kind: 'unavailable' }),
  fc.constant<PayAsYouGo>(OFF),
  fc.record({
    kind: fc.constant('on' as const),
    blockCredits: fc.integer({ min: 1, max: 1_000 }),
    blockMicros: fc.integer({ min: 0, max: 10_000_000 }),
  }),
  fc.record({
    kind: fc.constant('on' as const),
    blockCredits: fc.integer({ min: 1, max: 1_000 }),
    blockMicros: fc.integer({ min: 1, max: 10_000_000 }),
    capLeftMicros: fc.integer({ min: 0, max: 100_000_000 }),
  }),
)

test('what is admitted, and used as estimated in any order, is never uncovered', () => {
  fc.assert(
    fc.property(
      fc.record({
        allowance: fc.integer({ min: 0, max: 5_000 }),
        bonus: fc.integer({ min: 0, max: 2_000 }),
        payAsYouGo,
        runs: fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 20 }),
      }),
      ({ allowance, bonus, payAsYouGo: terms, runs }) => {
        let account: Account = openAccount({ kind: 'limited', credits: allowance })
        let balances: readonly Balance[] = [pack(bonus)]
        const held: number[] = []
        for (const estimate of runs) {
          const sum = held.reduce((total, credits) => total + credits, 0)
          const of = { account, bonus: balances, payAsYouGo: terms, at: 0 }
          if (admit({ ...of, held: sum, needed: estimate }).kind === 'admitted') held.push(estimate)
        }
        let { capLeftMicros } = { capLeftMicros: undefined, ...terms }
        for (const credits of held.reverse()) {
          const left = capLeftMicros === undefined ? terms : { ...terms, capLeftMicros }
          const charged = charge({ account, bonus: balances, payAsYouGo: left, credits, at: 0 })
          account = charged.account
          balances = charged.bonus
          if (capLeftMicros !== undefined) capLeftMicros -= charged.boughtMicros
        }
        expect(account.used.uncovered).toBe(0)
        expect(totalOf(account.used)).toBe(held.reduce((total, credits) => total + credits, 0))
      },
    ),
  )
})
