import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Account, NO_BUCKETS } from '#shared/credits/account.ts'
import { admit, isAdmitted, type RunStanding } from '#shared/credits/admission.ts'
import type { Balance } from '#shared/credits/burn-down.ts'
import {
  allowanceOf,
  type BonusPack,
  type Catalog,
  type Entitlement,
  findPlan,
  type Plan,
} from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { effectivePayAsYouGo, type Spending, type Switch } from '#shared/credits/pay-as-you-go.ts'
import { type RefusedRun, type RunTerms, type WayOut, waysOut } from '#shared/credits/ways-out.ts'

const RESOURCE = 'assistant'

type Holder = { account: Omit<Account, 'allowance'>; held: number; heldAtRenewal: number }

/** All that admission of a run looks at, as it is kept. */
type World = {
  catalog: Catalog
  plan: Plan
  seats: { now: number; inCycle: number }
  team: Holder
  member: Holder
  bonus: readonly Balance[]
  spending: Spending
  switches: { team: Switch | undefined; member: Switch | undefined }
  needed: number
  isRenewed: boolean
}

const START = { used: NO_BUCKETS, bought: { blocks: 0, credits: 0, micros: 0 } }

function standingOf(world: World): RunStanding {
  const { plan, seats, bonus, switches, needed, isRenewed } = world
  const entitlement = plan.entitlements[RESOURCE]
  const isMembers = entitlement.holder === 'member'
  const own = isMembers ? world.member : world.team
  const allowance = allowanceOf(entitlement, isRenewed ? seats.now : seats.inCycle)
  const spending = isRenewed ? { ...world.spending, spentMicros: 0 } : world.spending
  return {
    account: { ...(isRenewed ? START : own.account), allowance },
    bonus: isMembers ? [] : bonus,
    payAsYouGo: effectivePayAsYouGo({
      offer: entitlement.payAsYouGo,
      team: switches.team,
      member: isMembers ? switches.member : undefined,
      spending,
    }),
    held: isRenewed ? own.heldAtRenewal : own.held,
    needed,
    at: isRenewed ? 99 : 0,
  }
}

function waysOf(world: World): WayOut[] {
  const standing = standingOf(world)
  const refusal = admit(standing)
  if (refusal.kind === 'admitted') return []
  const { catalog, plan, seats, spending, switches, team, bonus } = world
  const own = plan.entitlements[RESOURCE].holder === 'member' ? world.member : team
  const run: RefusedRun = {
    resource: RESOURCE,
    standing,
    refusal,
    renewsAt: 99,
    heldAtRenewal: own.heldAtRenewal,
  }
  const account = { ...team.account, allowance: { kind: 'unlimited' as const } }
  const terms: RunTerms = {
    catalog,
    plan,
    planNow: plan,
    seats,
    spending,
    switches,
    team: { account, bonus, held: team.held },
  }
  return waysOut(run, terms)
}

/** What follows from one change, with all else as it was. */
function follow(world: World, way: WayOut): World {
  switch (way.kind) {
    case 'together':
      return way.ways.reduce(follow, world)
    case 'ask-for-less':
      return { ...world, needed: way.credits }
    case 'wait-for-runs':
      return givenBack(world, way.credits)
    case 'turn-on-pay-as-you-go':
      return { ...world, switches: { ...world.switches, team: { on: true, seq: 99 } } }
    case 'raise-spend-cap':
      expect(way.toMicros - way.byMicros).toBe(world.spending.capMicros)
      return { ...world, spending: { ...world.spending, capMicros: way.toMicros } }
    case 'buy-bonus':
      return withPack(world, way.credits)
    case 'change-plan':
      return { ...world, plan: planOf(world.catalog, way.plan) }
    case 'wait-for-renewal':
      return { ...world, isRenewed: true }
    default:
      throw new Error(`no way out of an allowance: ${way.kind}`)
  }
}

function givenBack(world: World, credits: number): World {
  const member = { ...world.member, held: world.member.held - credits }
  const team = { ...world.team, held: world.team.held - credits }
  return { ...world, member, team }
}

function withPack(world: World, credits: number): World {
  const pack = { id: 'bought', amount: credits, left: credits, priority: 0, start: 0 }
  return { ...world, bonus: [...world.bonus, pack] }
}

/** The next smaller of each; nothing smaller must do. */
function smaller(world: World, way: WayOut): World[] {
  switch (way.kind) {
    case 'together':
      // Neither alone, nor with less of the other.
      return way.ways.flatMap((left) => {
        const rest = way.ways.filter((other) => other !== left).reduce(follow, world)
        const less = left.kind === 'raise-spend-cap' ? smaller(rest, left) : []
        return [rest, ...less]
      })
    case 'ask-for-less':
      return [{ ...world, needed: way.credits + 1 }]
    case 'wait-for-runs':
      return [givenBack(world, way.credits - 1)]
    case 'turn-on-pay-as-you-go':
      return [withBlocks(world, way.blocks - 1)]
    case 'raise-spend-cap':
      return [{ ...world, spending: { ...world.spending, capMicros: way.toMicros - 1 } }]
    case 'buy-bonus':
      return world.catalog.bonusPacks
        .filter(({ priceMicros }) => priceMicros < way.micros)
        .map(({ credits }) => withPack(world, credits))
    case 'change-plan':
      return largerPlans(world)
        .filter((plan) => sizeOf(plan, world) < sizeOf(planOf(world.catalog, way.plan), world))
        .map((plan) => ({ ...world, plan }))
    default:
      return []
  }
}

/** As if so many blocks had been bought, with the switch off. */
function withBlocks(world: World, blocks: number): World {
  const { payAsYouGo } = world.plan.entitlements[RESOURCE]
  const credits = payAsYouGo.kind === 'offered' ? payAsYouGo.blockCredits * blocks : 0
  const more = (holder: Holder): Holder => {
    const { bought } = holder.account
    const all = { ...bought, credits: bought.credits + credits }
    return { ...holder, account: { ...holder.account, bought: all } }
  }
  return { ...world, team: more(world.team), member: more(world.member) }
}

function planOf(catalog: Catalog, id: string): Plan {
  const plan = findPlan(catalog, id)
  if (!plan) throw new Error(`no plan ${id}`)
  return plan
}

function sizeOf(plan: Plan, { seats }: World): number {
  const allowance = allowanceOf(plan.entitlements[RESOURCE], seats.inCycle)
  return allowance.kind === 'unlimited' ? Number.POSITIVE_INFINITY : allowance.credits
}

/** Larger, with room for all members, and not one on which the use by member is unknown. */
function largerPlans(world: World): Plan[] {
  const isShared = world.plan.entitlements[RESOURCE].holder !== 'member'
  return world.catalog.plans.filter(
    (plan) =>
      sizeOf(plan, world) > sizeOf(world.plan, world) &&
      (plan.seats.kind === 'unlimited' || plan.seats.members >= world.seats.now) &&
      !(isShared && plan.entitlements[RESOURCE].holder === 'member'),
  )
}

const amount = fc.integer({ min: 0, max: 2_000 })
const micros = fc.integer({ min: 0, max: 5_000 })

const entitlement: fc.Arbitrary<Entitlement> = fc.record({
  holder: fc.constantFrom('team' as const, 'member' as const, 'pool' as const),
  allowance: fc.oneof(
    { weight: 6, arbitrary: amount.map((credits) => ({ kind: 'limited' as const, credits })) },
    { weight: 1, arbitrary: fc.constant({ kind: 'unlimited' as const }) },
  ),
  payAsYouGo: fc.oneof(
    { weight: 1, arbitrary: fc.constant({ kind: 'unavailable' as const }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('offered' as const),
        byDefault: fc.constantFrom('on' as const, 'off' as const),
        blockCredits: fc.integer({ min: 1, max: 500 }),
        blockMicros: fc.integer({ min: 0, max: 1_000 }),
      }),
    },
  ),
})

const seats: fc.Arbitrary<Plan['seats']> = fc.oneof(
  fc.constant({ kind: 'unlimited' as const }),
  fc.integer({ min: 1, max: 4 }).map((members) => ({ kind: 'limited' as const, members })),
)

const plans = fc
  .array(fc.record({ entitlement, seats }), { minLength: 1, maxLength: 4 })
  .map((all): Plan[] =>
    all.map((of, n) => {
      const { entitlements } = planOf(DEFAULT_CATALOG, 'team')
      const own = { ...entitlements, [RESOURCE]: of.entitlement }
      return { id: `p${n}`, name: `P${n}`, seats: of.seats, entitlements: own }
    }),
  )

const packs = fc
  .array(fc.record({ credits: fc.integer({ min: 1, max: 3_000 }), priceMicros: micros }), {
    maxLength: 3,
  })
  .map((all): BonusPack[] => all.map((of, n) => ({ ...of, id: `b${n}`, resource: RESOURCE })))

const holder: fc.Arbitrary<Holder> = fc
  .record({
    included: amount,
    bonus: amount,
    uncovered: amount,
    payAsYouGo: amount,
    boughtLeft: amount,
    held: amount,
    expiring: amount,
  })
  .map(({ boughtLeft, held, expiring, ...used }) => ({
    account: { used, bought: { blocks: 1, credits: used.payAsYouGo + boughtLeft, micros: 1 } },
    held,
    heldAtRenewal: Math.max(0, held - expiring),
  }))

const decision = fc.option(fc.record({ on: fc.boolean(), seq: fc.integer({ min: 1, max: 9 }) }), {
  nil: undefined,
})

const world: fc.Arbitrary<World> = fc
  .record({
    plans,
    packs,
    seats: fc.record({ now: fc.integer({ min: 1, max: 4 }), more: fc.nat({ max: 2 }) }),
    team: holder,
    member: holder,
    bonus: amount,
    spentMicros: micros,
    capMicros: fc.option(micros, { nil: undefined }),
    switches: fc.record({ team: decision, member: decision }),
    needed: amount,
  })
  .map(({ plans: all, packs: bonusPacks, capMicros, spentMicros, bonus, ...of }): World => {
    const catalog = { ...DEFAULT_CATALOG, rateCards: [], plans: all, bonusPacks }
    return {
      ...of,
      catalog,
      plan: planOf(catalog, 'p0'),
      seats: { now: of.seats.now, inCycle: of.seats.now + of.seats.more },
      bonus: [{ id: 'had', amount: bonus, left: bonus, priority: 0, start: 0 }],
      spending: { spentMicros, ...(capMicros === undefined ? {} : { capMicros }) },
      isRenewed: false,
    }
  })

const RUNS = { numRuns: 2_000 }

test('each way out alone lets the same run start', () => {
  fc.assert(
    fc.property(world, (given) => {
      for (const way of waysOf(given)) {
        expect([way, isAdmitted(standingOf(follow(given, way)))]).toEqual([way, true])
      }
    }),
    RUNS,
  )
})

test('nothing smaller than what is told would', () => {
  fc.assert(
    fc.property(world, (given) => {
      for (const way of waysOf(given)) {
        for (const less of smaller(given, way)) {
          expect([way, isAdmitted(standingOf(less))]).toEqual([way, false])
        }
      }
    }),
    RUNS,
  )
})

test('what would let it start is told', () => {
  fc.assert(
    fc.property(world, (given) => {
      if (isAdmitted(standingOf(given))) return
      const told = new Set(waysOf(given).map(({ kind }) => kind))
      const helps = (other: World) => isAdmitted(standingOf(other))
      const isOff = standingOf(given).payAsYouGo.kind === 'off'
      const on = { ...given, switches: { ...given.switches, team: { on: true, seq: 99 } } }
      const isShared = given.plan.entitlements[RESOURCE].holder !== 'member'
      expect({
        less: told.has('ask-for-less'),
        runs: told.has('wait-for-runs'),
        on: told.has('turn-on-pay-as-you-go'),
        onAndCap: told.has('together'),
        pack: told.has('buy-bonus'),
        plan: told.has('change-plan'),
        renewal: told.has('wait-for-renewal'),
      }).toEqual({
        less: helps({ ...given, needed: 1 }),
        runs: helps(withoutHolds(given)),
        on: isOff && helps(on),
        onAndCap:
          isOff && !helps(on) && helps({ ...on, spending: { ...on.spending, capMicros: 1e9 } }),
        pack:
          isShared &&
          given.catalog.bonusPacks.some(({ credits }) => helps(withPack(given, credits))),
        plan: largerPlans(given).some((plan) => helps({ ...given, plan })),
        renewal: helps({ ...given, isRenewed: true }),
      })
    }),
    RUNS,
  )
})

function withoutHolds(world: World): World {
  return { ...world, team: { ...world.team, held: 0 }, member: { ...world.member, held: 0 } }
}
