import { expect, test } from 'vitest'
import {
  type Allowance,
  allowanceOf,
  type Catalog,
  countsMembers,
  findPlan,
  isSameAllowance,
  largerPlan,
  type Plan,
} from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { RESOURCE_TRAITS, RESOURCES } from '#shared/credits/resources.ts'

const limited = (credits: number): Allowance => ({ kind: 'limited', credits })
const UNLIMITED: Allowance = { kind: 'unlimited' }

function planOf(id: string): Plan {
  const plan = findPlan(DEFAULT_CATALOG, id)
  if (!plan) throw new Error(id)
  return plan
}

/** The plan with another allowance of Flows credits. */
function withFlows(id: string, allowance: Allowance): Plan {
  const plan = planOf(id)
  const { entitlements } = plan
  return { ...plan, entitlements: { ...entitlements, flows: { ...entitlements.flows, allowance } } }
}

test.each([
  ['the same number', limited(5), limited(5), true],
  ['another number', limited(5), limited(6), false],
  ['no limit and none', UNLIMITED, UNLIMITED, true],
  ['no limit and some', UNLIMITED, limited(5), false],
  ['some and no limit', limited(5), UNLIMITED, false],
])('two allowances of %s are the same: %s', (_, a, b, same) => {
  expect(isSameAllowance(a, b)).toBe(same)
})

test('members are counted for what any plan gives to each of them', () => {
  expect(RESOURCES.filter((each) => countsMembers(DEFAULT_CATALOG, each))).toEqual(['ai'])
  const enterprise: Catalog = { ...DEFAULT_CATALOG, plans: [planOf('enterprise')] }
  expect(countsMembers(enterprise, 'ai')).toBe(false)
})

test('the larger plan is the smallest of those that give more', () => {
  const plans = [
    withFlows('enterprise', UNLIMITED),
    withFlows('team', limited(300)),
    withFlows('solo', limited(200)),
    withFlows('free', limited(100)),
  ]
  const catalog = { ...DEFAULT_CATALOG, plans }
  const next = plans.map((plan) => largerPlan(catalog, plan, 'flows')?.id)
  expect(next).toEqual([undefined, 'enterprise', 'team', 'solo'])
  expect(
    largerPlan(
      { ...catalog, plans: [...plans, withFlows('team', UNLIMITED)] },
      plans[0] ?? planOf('free'),
      'flows',
    ),
  ).toBeUndefined()
})

test('a pool is as large as its members make it', () => {
  const { ai } = planOf('enterprise').entitlements
  expect(allowanceOf(ai, 3)).toEqual({ kind: 'limited', credits: 2_400 })
  expect(allowanceOf({ ...ai, holder: 'team' }, 3)).toEqual({ kind: 'limited', credits: 800 })
  expect(allowanceOf({ ...ai, allowance: { kind: 'unlimited' } }, 3)).toEqual(UNLIMITED)
})

test('each resource has its words, and what it is broken down by', () => {
  expect(RESOURCE_TRAITS).toEqual({
    flows: {
      name: 'Flows credits',
      unit: { one: 'credit', many: 'credits' },
      atLimit: 'suspended',
      part: { kind: 'flow', one: 'flow', many: 'flows' },
    },
    ai: {
      name: 'AI credits',
      unit: { one: 'credit', many: 'credits' },
      atLimit: 'paused',
      part: { kind: 'none', one: '', many: '' },
    },
    'api-calls': {
      name: 'API calls',
      unit: { one: 'call', many: 'calls' },
      atLimit: 'suspended',
      part: { kind: 'none', one: '', many: '' },
    },
    assistant: {
      name: 'Assistant credits',
      unit: { one: 'credit', many: 'credits' },
      atLimit: 'suspended',
      part: { kind: 'server', one: 'server', many: 'servers' },
    },
  })
})
