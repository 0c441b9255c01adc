import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activeCredits, type Balance, burnDown } from '#shared/credits/burn-down.ts'

const grant = fc
  .record({
    left: fc.nat(1_000),
    priority: fc.integer({ min: -2, max: 2 }),
    start: fc.nat(20),
    length: fc.option(fc.nat(20), { nil: undefined }),
  })
  .map(({ left, priority, start, length }) => ({
    amount: 1_000,
    left,
    priority,
    start,
    ...(length === undefined ? {} : { expiry: start + length }),
  }))

const grants: fc.Arbitrary<Balance[]> = fc
  .array(grant, { maxLength: 6 })
  .map((all) => all.map((one, index) => ({ ...one, id: `g${index}` })))

const wanted = fc.nat(3_000)
const instant = fc.nat(40)

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

describe('burning down grants', () => {
  it('takes from active grants only, all that is wanted or all that there is', () => {
    fc.assert(
      fc.property(grants, wanted, instant, (balances, credits, at) => {
        const burned = burnDown({ balances, credits, at })
        const taken = sum(burned.taken.map((part) => part.credits))
        expect(taken).toBe(Math.min(credits, activeCredits(balances, at)))
        expect(taken + burned.uncovered).toBe(credits)
        expect(activeCredits(burned.balances, at)).toBe(activeCredits(balances, at) - taken)
      }),
    )
  })

  it('keeps every grant in its place, and takes nothing twice or below zero', () => {
    fc.assert(
      fc.property(grants, wanted, instant, (balances, credits, at) => {
        const burned = burnDown({ balances, credits, at })
        const takenOf = new Map(burned.taken.map((part) => [part.grantId, part.credits]))
        expect(takenOf.size).toBe(burned.taken.length)
        expect(burned.balances).toEqual(
          balances.map((one) => ({ ...one, left: one.left - (takenOf.get(one.id) ?? 0) })),
        )
        expect(burned.balances.every((one) => one.left >= 0)).toBe(true)
        expect(burned.taken.every((part) => part.credits > 0)).toBe(true)
      }),
    )
  })

  it('does not depend on the order in which grants are listed', () => {
    const listed = grants.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    fc.assert(
      fc.property(listed, wanted, instant, ([balances, shuffled], credits, at) => {
        const one = burnDown({ balances, credits, at })
        const other = burnDown({ balances: shuffled, credits, at })
        expect(other.taken).toEqual(one.taken)
        expect(other.uncovered).toBe(one.uncovered)
      }),
    )
  })

  it('in several steps at one instant is the same as in one', () => {
    fc.assert(
      fc.property(grants, wanted, wanted, instant, (balances, first, second, at) => {
        const once = burnDown({ balances, credits: first + second, at })
        const before = burnDown({ balances, credits: first, at })
        const after = burnDown({ balances: before.balances, credits: second, at })
        expect(after.balances).toEqual(once.balances)
        expect(before.uncovered + after.uncovered).toBe(once.uncovered)
      }),
    )
  })

  it('leaves what it was given alone', () => {
    const balances: Balance[] = [{ id: 'a', amount: 5, left: 5, priority: 0, start: 0 }]
    burnDown({ balances, credits: 3, at: 1 })
    expect(balances).toEqual([{ id: 'a', amount: 5, left: 5, priority: 0, start: 0 }])
  })
})
