import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Account,
  addBuckets,
  boughtLeft,
  type Charged,
  charge,
  includedLeft,
  NO_BUCKETS,
  openAccount,
  type PayAsYouGo,
  totalOf,
} from '#shared/credits/account.ts'
import { activeCredits, type Balance } from '#shared/credits/burn-down.ts'

type Step = { credits: number; on: boolean }

type World = { allowance: number; bonus: Balance[]; blockCredits: number; steps: Step[] }

const BLOCK_MICROS = 3_500

const balances = fc
  .array(fc.record({ left: fc.nat(500), priority: fc.nat(2), start: fc.nat(2) }), { maxLength: 4 })
  .map((grants) =>
    grants.map((grant, index): Balance => ({ ...grant, id: `g${index}`, amount: grant.left })),
  )

const worlds: fc.Arbitrary<World> = fc.record({
  allowance: fc.nat(1_000),
  bonus: balances,
  blockCredits: fc.constantFrom(1, 7, 100, 1_000),
  steps: fc.array(fc.record({ credits: fc.nat(1_500), on: fc.boolean() }), { maxLength: 12 }),
})

function run(world: World): { charged: Charged[]; account: Account; bonus: readonly Balance[] } {
  const { blockCredits } = world
  let account = openAccount({ kind: 'limited', credits: world.allowance })
  let bonus: readonly Balance[] = world.bonus
  const charged = world.steps.map(({ credits, on }) => {
    const payAsYouGo: PayAsYouGo = on
      ? { kind: 'on', blockCredits, blockMicros: BLOCK_MICROS }
      : { kind: 'off' }
    const done = charge({ account, bonus, payAsYouGo, credits, at: 10 })
    account = done.account
    bonus = done.bonus
    return done
  })
  return { charged, account, bonus }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function allWith(world: World, on: boolean): World {
  return { ...world, steps: world.steps.map((step) => ({ ...step, on })) }
}

/** What was used past the allowance and the bonus credits. */
function pastAtHand(world: World): number {
  const used = sum(world.steps.map((step) => step.credits))
  return Math.max(0, used - world.allowance - activeCredits(world.bonus, 10))
}

describe('any sequence of charges', () => {
  it('has buckets that sum to each charge, and charges that sum to the account', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { charged, account } = run(world)
        expect(charged.map((done) => totalOf(done.split))).toEqual(
          world.steps.map((step) => step.credits),
        )
        expect(charged.map((done) => done.split).reduce(addBuckets, NO_BUCKETS)).toEqual(
          account.used,
        )
        expect(account.bought).toEqual({
          blocks: sum(charged.map((done) => done.blocksBought)),
          credits: sum(charged.map((done) => done.boughtCredits)),
          micros: sum(charged.map((done) => done.boughtMicros)),
        })
        expect(account.bought.credits).toBe(account.bought.blocks * world.blockCredits)
        expect(account.bought.micros).toBe(account.bought.blocks * BLOCK_MICROS)
      }),
    )
  })

  it('takes from the bonus grants what its bonus bucket says', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { charged, account, bonus } = run(world)
        const taken = charged.flatMap((done) => done.bonusTaken)
        expect(sum(taken.map((part) => part.credits))).toBe(account.used.bonus)
        const left = sum(bonus.map((grant) => grant.left))
        expect(left).toBe(sum(world.bonus.map((grant) => grant.left)) - account.used.bonus)
      }),
    )
  })

  it('uses no bucket while the one before it has credits', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        let account = openAccount({ kind: 'limited', credits: world.allowance })
        let bonus: readonly Balance[] = world.bonus
        for (const done of run(world).charged) {
          const { split } = done
          if (split.bonus + split.payAsYouGo + split.uncovered > 0) {
            expect(split.included).toBe(includedLeft(account))
          }
          if (split.payAsYouGo + split.uncovered > 0) {
            expect(split.bonus).toBe(activeCredits(bonus, 10))
          }
          if (split.uncovered > 0) expect(boughtLeft(done.account)).toBe(0)
          account = done.account
          bonus = done.bonus
        }
      }),
    )
  })

  it('buys with the switch on only, never too much, and uncovers with it off only', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const [index, done] of run(world).charged.entries()) {
          const left = boughtLeft(done.account)
          expect(left).toBeGreaterThanOrEqual(0)
          expect(left).toBeLessThan(world.blockCredits)
          if (world.steps[index]?.on) expect(done.split.uncovered).toBe(0)
          else expect(done.blocksBought).toBe(0)
        }
      }),
    )
  })

  it('with the switch on buys ceil(past at hand / block), however it is split up', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { account } = run(allWith(world, true))
        expect(account.used.uncovered).toBe(0)
        expect(account.used.payAsYouGo).toBe(pastAtHand(world))
        expect(account.bought.blocks).toBe(Math.ceil(pastAtHand(world) / world.blockCredits))
      }),
    )
  })

  it('with the switch off bills nothing', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const { account } = run(allWith(world, false))
        expect(account.bought).toEqual({ blocks: 0, credits: 0, micros: 0 })
        expect(account.used.payAsYouGo).toBe(0)
        expect(account.used.uncovered).toBe(pastAtHand(world))
      }),
    )
  })

  it('never bills earlier uncovered credits when the switch is turned on', () => {
    fc.assert(
      fc.property(worlds, worlds, (before, after) => {
        const off = run(allWith(before, false))
        const steps = [...allWith(before, false).steps, ...allWith(after, true).steps]
        const both = run({ ...before, steps })
        expect(both.account.used.uncovered).toBe(off.account.used.uncovered)
        const later = sum(after.steps.map((step) => step.credits))
        const atHand = includedLeft(off.account) + activeCredits(off.bonus, 10)
        expect(both.account.used.payAsYouGo).toBe(Math.max(0, later - atHand))
      }),
    )
  })

  it('has the same totals in any order', () => {
    const shuffled = worlds.chain((world) =>
      fc.tuple(
        fc.constant(world),
        fc.shuffledSubarray(world.steps, { minLength: world.steps.length }),
        fc.boolean(),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([world, steps, on]) => {
        const other = run(allWith({ ...world, steps }, on))
        const { account, bonus } = run(allWith(world, on))
        expect(other.account).toEqual(account)
        expect(other.bonus).toEqual(bonus)
      }),
    )
  })

  it('replayed gives the same', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const copy = structuredClone(world)
        expect(run(world)).toEqual(run(copy))
        expect(world).toEqual(copy)
      }),
    )
  })
})
