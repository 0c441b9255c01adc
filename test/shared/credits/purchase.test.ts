import { describe, expect, test } from 'vitest'
import { MAX_CREDITS } from '#shared/credits/amounts.ts'
import type { BonusPack } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { buyPack, packsFor } from '#shared/credits/purchase.ts'

const PACK: BonusPack = { id: 'p', resource: 'assistant', credits: 1_000, priceMicros: 10_000_000 }
const AT = Date.UTC(2026, 10, 21)

function held(left: number, expiry?: number) {
  const grant = { id: 'held', amount: left, left, priority: 0, start: 0 }
  return expiry === undefined ? grant : { ...grant, expiry }
}

describe('buying a pack', () => {
  const bought = { grant: { amount: 1_000, start: AT }, priceMicros: 10_000_000 }
  test.each([
    ['gives credits that never expire, at the price of the day', PACK, [], 10_000_000, bought],
    [
      'at another price than the one agreed is refused, also where it fell',
      { ...PACK, priceMicros: 9_000_000 },
      [],
      10_000_000,
      { refused: 'price-changed', priceMicros: 9_000_000 },
    ],
    ['up to what an account can hold', PACK, [held(MAX_CREDITS - 1_000)], 10_000_000, bought],
    [
      'not past what an account can hold',
      PACK,
      [held(MAX_CREDITS - 999)],
      10_000_000,
      { refused: 'no-room' },
    ],
    ['beside what has expired', PACK, [held(MAX_CREDITS, AT)], 10_000_000, bought],
  ])('%s', (_, pack, balances, agreedMicros, result) => {
    expect(buyPack({ pack, balances, agreedMicros, at: AT })).toEqual(result)
  })
})

test('a team buys what its plan gives the team, not what it gives each member', () => {
  const [team] = DEFAULT_CATALOG.plans.filter(({ id }) => id === 'team')
  if (!team) throw new Error('no plan')
  const bonusPacks = [
    { ...PACK, id: 'large', credits: 9 },
    { ...PACK, credits: 3 },
  ]
  const ofMembers: BonusPack = { ...PACK, id: 'ai', resource: 'ai', credits: 1 }
  const catalog = { ...DEFAULT_CATALOG, bonusPacks: [...bonusPacks, ofMembers] }
  expect(packsFor(catalog, team).map(({ id }) => id)).toEqual(['p', 'large'])
  const ai = { ...team.entitlements.ai, holder: 'pool' as const }
  const pooled = { ...team, entitlements: { ...team.entitlements, ai } }
  expect(packsFor(catalog, pooled).map(({ id }) => id)).toEqual(['ai', 'p', 'large'])
})
