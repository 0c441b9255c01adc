import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { blocksFor } from '#shared/credits/account.ts'
import { MAX_CREDITS, timesMicros } from '#shared/credits/amounts.ts'
import { allowanceOf, findPlan, type PayAsYouGoOffer } from '#shared/credits/catalog.ts'
import { costOf } from '#shared/credits/cost.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { effectivePayAsYouGo, type Switch } from '#shared/credits/pay-as-you-go.ts'
import { RESOURCES } from '#shared/credits/resources.ts'

type Offered = PayAsYouGoOffer & { kind: 'offered' }

const ON_BY_DEFAULT: Offered = {
  kind: 'offered',
  byDefault: 'on',
  blockCredits: 1,
  blockMicros: 35_000,
  assumed: true,
}
const OFF_BY_DEFAULT: Offered = {
  kind: 'offered',
  byDefault: 'off',
  blockCredits: 1_000,
  blockMicros: 10_000_000,
}

type Case = {
  name: string
  offer: PayAsYouGoOffer
  team?: Switch
  member?: Switch
  is: 'on' | 'off' | 'unavailable'
}

const CASES: Case[] = [
  { name: 'the default is on', offer: ON_BY_DEFAULT, is: 'on' },
  { name: 'the default is off', offer: OFF_BY_DEFAULT, is: 'off' },
  {
    name: 'the team was switched off',
    offer: ON_BY_DEFAULT,
    team: { on: false, seq: 1 },
    is: 'off',
  },
  { name: 'the team was switched on', offer: OFF_BY_DEFAULT, team: { on: true, seq: 1 }, is: 'on' },
  {
    name: 'the member was switched off',
    offer: ON_BY_DEFAULT,
    member: { on: false, seq: 1 },
    is: 'off',
  },
  {
    name: 'the member was switched on after the team was switched off',
    offer: ON_BY_DEFAULT,
    team: { on: false, seq: 1 },
    member: { on: true, seq: 2 },
    is: 'on',
  },
  {
    name: 'the team was switched off after the member was switched on',
    offer: ON_BY_DEFAULT,
    team: { on: false, seq: 2 },
    member: { on: true, seq: 1 },
    is: 'off',
  },
  {
    name: 'a first decision counted from zero still counts',
    offer: ON_BY_DEFAULT,
    member: { on: false, seq: 0 },
    is: 'off',
  },
  {
    name: 'no decision makes it available where the plan has none',
    offer: { kind: 'unavailable' },
    team: { on: true, seq: 1 },
    member: { on: true, seq: 2 },
    is: 'unavailable',
  },
]

describe('pay-as-you-go', () => {
  test.each(CASES)('$name', ({ offer, team, member, is }) => {
    const effective = effectivePayAsYouGo({ offer, team, member })
    expect(effective).toEqual(
      is === 'on' && offer.kind === 'offered'
        ? { kind: 'on', blockCredits: offer.blockCredits, blockMicros: offer.blockMicros }
        : { kind: is },
    )
  })

  it('follows the plan that the team is on', () => {
    const kinds = (plan: string) =>
      RESOURCES.map((resource) => {
        const offer = findPlan(DEFAULT_CATALOG, plan)?.entitlements[resource].payAsYouGo
        return offer && effectivePayAsYouGo({ offer, team: undefined, member: undefined }).kind
      })
    expect(kinds('free')).toEqual(['unavailable', 'unavailable', 'unavailable', 'unavailable'])
    for (const paid of ['solo', 'team', 'enterprise']) {
      expect(kinds(paid)).toEqual(['off', 'on', 'unavailable', 'unavailable'])
    }
  })
})

describe('the cost past what is at hand', () => {
  test.each([
    { credits: -5, blocks: 0, micros: 0 },
    { credits: 0, blocks: 0, micros: 0 },
    { credits: 1, blocks: 1, micros: 10_000_000 },
    { credits: 1_000, blocks: 1, micros: 10_000_000 },
    { credits: 1_001, blocks: 2, micros: 20_000_000 },
  ])('of $credits credits is $blocks blocks', ({ credits, blocks, micros }) => {
    expect(costOf(credits, OFF_BY_DEFAULT)).toEqual({ blocks, micros })
  })

  it('is what a charge would buy', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 1_000_000 }), (credits) => {
        for (const offer of [ON_BY_DEFAULT, OFF_BY_DEFAULT]) {
          const on = effectivePayAsYouGo({ offer, team: { on: true, seq: 1 }, member: undefined })
          const blocks = blocksFor(credits, on)
          expect(costOf(credits, offer)).toEqual({ blocks, micros: blocks * offer.blockMicros })
        }
      }),
    )
  })

  it('throws where money would no longer be exact', () => {
    expect(timesMicros(1, Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER)
    expect(() => timesMicros(2, Number.MAX_SAFE_INTEGER)).toThrow(RangeError)
    expect(() => timesMicros(0.5, 3)).toThrow(RangeError)
  })
})

/** Copied by hand from the published plans and the assumptions beside them. */
const PLANS = [
  ['free', 'flows', 'team', 25],
  ['solo', 'flows', 'team', 50],
  ['team', 'flows', 'team', 100],
  ['enterprise', 'flows', 'team', 500],
  ['free', 'ai', 'member', 50],
  ['solo', 'ai', 'member', 400],
  ['team', 'ai', 'member', 400],
  ['enterprise', 'ai', 'pool', 800],
  ['free', 'api-calls', 'team', 10_000],
  ['solo', 'api-calls', 'team', 100_000],
  ['team', 'api-calls', 'team', 1_000_000],
  ['enterprise', 'api-calls', 'team', 10_000_000],
  ['free', 'assistant', 'team', 100],
  ['solo', 'assistant', 'team', 500],
  ['team', 'assistant', 'team', 500],
  ['enterprise', 'assistant', 'team', 2_000],
] as const

describe('an allowance', () => {
  test.each(PLANS)('of plan %s for %s is the %s’s: %i', (plan, resource, holder, credits) => {
    const entitlement = findPlan(DEFAULT_CATALOG, plan)?.entitlements[resource]
    expect(entitlement?.holder).toBe(holder)
    expect(entitlement?.allowance).toMatchObject({ kind: 'limited', credits })
  })

  const pool = (credits: number) =>
    ({
      holder: 'pool',
      allowance: { kind: 'limited', credits },
      payAsYouGo: { kind: 'unavailable' },
    }) as const

  it('of a pool grows with the seats, and others do not', () => {
    expect(allowanceOf(pool(800), 3)).toEqual({ kind: 'limited', credits: 2_400 })
    expect(allowanceOf(pool(800), 0)).toEqual({ kind: 'limited', credits: 0 })
    expect(allowanceOf({ ...pool(800), holder: 'team' }, 3)).toEqual({
      kind: 'limited',
      credits: 800,
    })
    expect(allowanceOf({ ...pool(800), allowance: { kind: 'unlimited' } }, 3)).toEqual({
      kind: 'unlimited',
    })
  })

  it('of a pool ends where credits do', () => {
    expect(allowanceOf(pool(MAX_CREDITS), 2)).toEqual({ kind: 'limited', credits: MAX_CREDITS })
  })

  it('of a plan that is not there is not made up', () => {
    expect(findPlan(DEFAULT_CATALOG, 'gold')).toBeUndefined()
    expect(findPlan(DEFAULT_CATALOG, '__proto__')).toBeUndefined()
  })
})

describe('when a switch holds', () => {
  const on = { on: true, seq: 2, at: 1_000 }
  const stateAt = (usedAt: number | undefined, team: Switch | undefined) =>
    effectivePayAsYouGo({
      offer: OFF_BY_DEFAULT,
      team,
      member: undefined,
      ...(usedAt === undefined ? {} : { usedAt }),
    }).kind

  test.each([
    ['a moment before it was turned on is not billed', 999, on, 'off'],
    ['the very moment it was turned on is', 1_000, on, 'on'],
    ['later is', 1_001, on, 'on'],
    ['of a time that nobody says is as it stands now', undefined, on, 'on'],
    ['where it is not known since when, is', 5, { on: true, seq: 2 }, 'on'],
  ] as const)('use of %s', (_, usedAt, team, is) => {
    expect(stateAt(usedAt, team)).toBe(is)
  })

  test('of use before any decision the plan’s default holds', () => {
    const of = { offer: ON_BY_DEFAULT, team: undefined, member: undefined, usedAt: 5 }
    expect(effectivePayAsYouGo(of).kind).toBe('on')
  })
})
