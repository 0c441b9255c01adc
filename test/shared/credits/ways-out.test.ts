import { expect, test } from 'vitest'
import { charge, openAccount, type PayAsYouGo } from '#shared/credits/account.ts'
import { admit, type RunStanding } from '#shared/credits/admission.ts'
import type { Balance } from '#shared/credits/burn-down.ts'
import { allowanceOf, findPlan } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { effectivePayAsYouGo } from '#shared/credits/pay-as-you-go.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { type WayOut, waysOut } from '#shared/credits/ways-out.ts'

const OFF: PayAsYouGo = { kind: 'off' }
const RENEWAL: WayOut = { kind: 'wait-for-renewal', at: 99 }

type Case = {
  name: string
  plan: 'free' | 'team' | 'enterprise'
  /** Where another one is decided by. */
  planNow?: 'free' | 'enterprise'
  resource: Resource
  used: number
  held?: number
  /** Held longer than the cycle lasts. */
  heldAtRenewal?: number
  needed: number
  bonus?: number
  on?: boolean
  spentMicros?: number
  capMicros?: number
  members?: number
  missing: number
  ways: WayOut[]
}

const ENTERPRISE_FLOWS: WayOut = {
  kind: 'change-plan',
  plan: 'enterprise',
  name: 'Enterprise',
  allowance: { kind: 'limited', credits: 500 },
}

const CASES: Case[] = [
  {
    name: 'less, while there is something left; runs that hold too little are not waited for',
    plan: 'enterprise',
    resource: 'api-calls',
    used: 9_999_951,
    held: 9,
    needed: 50,
    missing: 10,
    ways: [{ kind: 'ask-for-less', credits: 40 }, RENEWAL],
  },
  {
    name: 'runs that hold enough, only as much of it as is needed, and the plan that is enough',
    plan: 'free',
    resource: 'flows',
    used: 15,
    held: 10,
    needed: 5,
    missing: 5,
    ways: [
      { kind: 'wait-for-runs', credits: 5 },
      {
        kind: 'change-plan',
        plan: 'solo',
        name: 'Solo',
        allowance: { kind: 'limited', credits: 50 },
      },
      RENEWAL,
    ],
  },
  {
    name: 'not the plan that has no room for all members',
    plan: 'free',
    resource: 'flows',
    used: 25,
    needed: 5,
    members: 2,
    missing: 5,
    ways: [
      {
        kind: 'change-plan',
        plan: 'team',
        name: 'Team',
        allowance: { kind: 'limited', credits: 100 },
      },
      RENEWAL,
    ],
  },
  {
    name: 'what other runs hold past what is at hand is missing, too',
    plan: 'team',
    resource: 'assistant',
    used: 500,
    held: 300,
    needed: 900,
    missing: 1_200,
    ways: [
      { kind: 'buy-bonus', pack: 'assistant-5000', credits: 5_000, micros: 40_000_000 },
      {
        kind: 'change-plan',
        plan: 'enterprise',
        name: 'Enterprise',
        allowance: { kind: 'limited', credits: 2_000 },
      },
    ],
  },
  {
    name: 'other runs are not waited for where all that they hold would not be enough',
    plan: 'team',
    resource: 'flows',
    used: 100,
    held: 60,
    needed: 10,
    missing: 70,
    ways: [
      { kind: 'turn-on-pay-as-you-go', blocks: 1, micros: 10_000_000 },
      ENTERPRISE_FLOWS,
      RENEWAL,
    ],
  },
  {
    name: 'nor is renewal, where runs still hold too much then',
    plan: 'enterprise',
    resource: 'flows',
    used: 500,
    held: 495,
    heldAtRenewal: 491,
    needed: 10,
    missing: 505,
    ways: [{ kind: 'turn-on-pay-as-you-go', blocks: 1, micros: 10_000_000 }],
  },
  {
    name: 'pay-as-you-go in whole blocks, enough for what other runs hold as well',
    plan: 'enterprise',
    resource: 'flows',
    used: 500,
    held: 500,
    needed: 501,
    missing: 1_001,
    ways: [{ kind: 'turn-on-pay-as-you-go', blocks: 2, micros: 20_000_000 }],
  },
  {
    name: 'pay-as-you-go with a higher spend cap, where that is used up',
    plan: 'enterprise',
    resource: 'flows',
    used: 500,
    needed: 10,
    spentMicros: 20_000_000,
    capMicros: 20_000_000,
    missing: 10,
    ways: [
      {
        kind: 'together',
        ways: [
          { kind: 'turn-on-pay-as-you-go', blocks: 1, micros: 10_000_000 },
          { kind: 'raise-spend-cap', byMicros: 10_000_000, toMicros: 30_000_000 },
        ],
      },
      RENEWAL,
    ],
  },
  {
    name: 'a higher spend cap: what is spent past it counts, too',
    plan: 'enterprise',
    resource: 'flows',
    used: 500,
    needed: 10,
    on: true,
    spentMicros: 20_000_000,
    capMicros: 5_000_000,
    missing: 10,
    ways: [{ kind: 'raise-spend-cap', byMicros: 25_000_000, toMicros: 30_000_000 }, RENEWAL],
  },
  {
    name: 'a higher spend cap: what it leaves of a block is used',
    plan: 'enterprise',
    resource: 'flows',
    used: 500,
    needed: 2_000,
    on: true,
    capMicros: 15_000_000,
    missing: 1_000,
    ways: [
      { kind: 'ask-for-less', credits: 1_000 },
      { kind: 'raise-spend-cap', byMicros: 5_000_000, toMicros: 20_000_000 },
    ],
  },
  {
    name: 'bonus credits are there after the renewal as well',
    plan: 'enterprise',
    resource: 'assistant',
    used: 2_000,
    bonus: 100,
    needed: 2_100,
    missing: 2_000,
    ways: [
      { kind: 'ask-for-less', credits: 100 },
      { kind: 'buy-bonus', pack: 'assistant-5000', credits: 5_000, micros: 40_000_000 },
      RENEWAL,
    ],
  },
  {
    name: 'of a member, a plan on which members share, by what all of them used',
    plan: 'team',
    resource: 'ai',
    used: 400,
    needed: 1,
    on: false,
    members: 3,
    missing: 1,
    ways: [
      { kind: 'turn-on-pay-as-you-go', blocks: 1, micros: 35_000 },
      {
        kind: 'change-plan',
        plan: 'enterprise',
        name: 'Enterprise',
        allowance: { kind: 'limited', credits: 2_400 },
      },
      RENEWAL,
    ],
  },
  {
    name: 'not the plan that the team is on by now, but what that gives from the next cycle on',
    plan: 'team',
    planNow: 'enterprise',
    resource: 'flows',
    used: 100,
    needed: 500,
    missing: 500,
    ways: [{ kind: 'turn-on-pay-as-you-go', blocks: 1, micros: 10_000_000 }, RENEWAL],
  },
  {
    name: 'nothing to pay where the plan that the team is on by now sells no more',
    plan: 'team',
    planNow: 'free',
    resource: 'flows',
    used: 100,
    needed: 26,
    members: 2,
    missing: 26,
    ways: [ENTERPRISE_FLOWS],
  },
]

test.each(CASES)('$name', (given) => {
  const { resource, needed, held = 0, heldAtRenewal = 0, members = 1 } = given
  const { bonus = 0, on, spentMicros = 0, capMicros } = given
  const plan = findPlan(DEFAULT_CATALOG, given.plan)
  const planNow = findPlan(DEFAULT_CATALOG, given.planNow ?? given.plan)
  if (!plan || !planNow) throw new Error(`no plan ${given.plan} or ${given.planNow}`)
  const entitlement = plan.entitlements[resource]
  const start = openAccount(allowanceOf(entitlement, members))
  const of = { account: start, bonus: [], payAsYouGo: OFF, at: 0 }
  const { account } = charge({ ...of, credits: given.used })
  const switches = { team: on === undefined ? undefined : { on, seq: 1 }, member: undefined }
  const spending = { spentMicros, ...(capMicros === undefined ? {} : { capMicros }) }
  const offer = entitlement.payAsYouGo
  const payAsYouGo = effectivePayAsYouGo({ offer, ...switches, spending })
  const packs: Balance[] = [{ id: 'b', amount: bonus, left: bonus, priority: 0, start: 0 }]
  const standing: RunStanding = { account, bonus: packs, payAsYouGo, held, needed, at: 0 }
  const refusal = admit(standing)
  if (refusal.kind === 'admitted') throw new Error('it is admitted')
  expect(refusal.missing).toBe(given.missing)
  const team = { account, bonus: packs, held }
  const seats = { now: members, inCycle: members }
  const terms = { catalog: DEFAULT_CATALOG, plan, planNow, seats, spending, switches, team }
  const run = { resource, standing, refusal, renewsAt: 99, heldAtRenewal }
  expect(waysOut(run, terms)).toEqual(given.ways)
})
