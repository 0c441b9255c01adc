import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Account, charge, openAccount } from '#shared/credits/account.ts'
import { withinCap } from '#shared/credits/cost.ts'
import {
  capLeftMicros,
  effectivePayAsYouGo,
  isAtCap,
  spendingOf,
} from '#shared/credits/pay-as-you-go.ts'

const BLOCK = { blockMicros: 10_000_000 }

test.each([
  { name: 'without a cap', spending: { spentMicros: 5 }, left: undefined, atCap: false },
  {
    name: 'a block below it',
    spending: { spentMicros: 0, capMicros: 10_000_000 },
    left: 10_000_000,
    atCap: false,
  },
  {
    name: 'less than a block below it',
    spending: { spentMicros: 1, capMicros: 10_000_000 },
    left: 9_999_999,
    atCap: true,
  },
  { name: 'at it', spending: { spentMicros: 7, capMicros: 7 }, left: 0, atCap: true },
  {
    name: 'set below what is spent',
    spending: { spentMicros: 20_000_000, capMicros: 10_000_000 },
    left: 0,
    atCap: true,
  },
  { name: 'a cap of nothing', spending: { spentMicros: 0, capMicros: 0 }, left: 0, atCap: true },
])('$name', ({ spending, left, atCap }) => {
  expect(capLeftMicros(spending)).toBe(left)
  expect(isAtCap(spending, BLOCK)).toBe(atCap)
})

test('what costs nothing is never capped', () => {
  expect(isAtCap({ spentMicros: 0, capMicros: 0 }, { blockMicros: 0 })).toBe(false)
})

test.each([
  { leftMicros: undefined, is: { blocks: 3, micros: 30_000_000 } },
  { leftMicros: 30_000_000, is: { blocks: 3, micros: 30_000_000 } },
  { leftMicros: 29_999_999, is: { blocks: 2, micros: 20_000_000 } },
  { leftMicros: 0, is: { blocks: 0, micros: 0 } },
])(
  'of three blocks a cap that leaves $leftMicros lets whole ones through',
  ({ leftMicros, is }) => {
    const cost = { blocks: 3, micros: 30_000_000 }
    expect(withinCap(cost, { leftMicros, ...BLOCK })).toEqual(is)
  },
)

test('no sequence of charges and caps spends past the highest cap, nor bills what a cap refused', () => {
  const step = fc.record({
    credits: fc.integer({ min: 0, max: 5_000 }),
    capMicros: fc.integer({ min: 0, max: 60_000_000 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let account: Account = openAccount({ kind: 'limited', credits: 100 })
      let highest = 0
      for (const { credits, capMicros } of steps) {
        const before = account
        highest = Math.max(highest, capMicros)
        const spending = spendingOf(account, { capMicros })
        const offer = { kind: 'offered', byDefault: 'on', blockCredits: 1_000, ...BLOCK } as const
        const payAsYouGo = effectivePayAsYouGo({
          offer,
          team: undefined,
          member: undefined,
          spending,
        })
        account = charge({ account, bonus: [], payAsYouGo, credits, at: 0 }).account
        expect(account.bought.micros).toBeLessThanOrEqual(Math.max(before.bought.micros, capMicros))
        expect(account.used.uncovered).toBeGreaterThanOrEqual(before.used.uncovered)
      }
      expect(account.bought.micros).toBeLessThanOrEqual(highest)
    }),
  )
})
