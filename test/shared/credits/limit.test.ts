import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { type Account, type Buckets, openAccount } from '#shared/credits/account.ts'
import { MAX_CREDITS } from '#shared/credits/amounts.ts'
import type { Balance } from '#shared/credits/burn-down.ts'
import type { Allowance } from '#shared/credits/catalog.ts'
import {
  isStopped,
  LIMIT_STATES,
  type LimitState,
  limitState,
  shareOf,
  standing,
  WORK_STATES,
  type WorkState,
  warningFrom,
  workState,
} from '#shared/credits/limit.ts'
import { RESOURCES, type Resource } from '#shared/credits/resources.ts'

const UNLIMITED: Allowance = { kind: 'unlimited' }

function limited(credits: number): Allowance {
  return { kind: 'limited', credits }
}

type StateCase = {
  name: string
  used: number
  allowance: Allowance
  state: LimitState
  bps: number | 'not-applicable'
}

const STATES: StateCase[] = [
  {
    name: 'zero used of a zero allowance is reached, not NaN',
    used: 0,
    allowance: limited(0),
    state: 'reached',
    bps: 'not-applicable',
  },
  {
    name: 'one used of a zero allowance is exceeded, not Infinity',
    used: 1,
    allowance: limited(0),
    state: 'exceeded',
    bps: 'not-applicable',
  },
  { name: 'nothing used is ok', used: 0, allowance: limited(100), state: 'ok', bps: 0 },
  { name: '74 % is ok', used: 74, allowance: limited(100), state: 'ok', bps: 7_400 },
  { name: 'exactly 75 % warns', used: 75, allowance: limited(100), state: 'warning', bps: 7_500 },
  { name: '18 of 25 is ok', used: 18, allowance: limited(25), state: 'ok', bps: 7_200 },
  { name: '19 of 25 warns', used: 19, allowance: limited(25), state: 'warning', bps: 7_600 },
  { name: '99 % warns', used: 99, allowance: limited(100), state: 'warning', bps: 9_900 },
  {
    name: 'one short of ten million is not 100 %',
    used: 9_999_999,
    allowance: limited(10_000_000),
    state: 'warning',
    bps: 9_999,
  },
  {
    name: 'exactly 100 % is reached',
    used: 25,
    allowance: limited(25),
    state: 'reached',
    bps: 10_000,
  },
  {
    name: 'one past is exceeded',
    used: 26,
    allowance: limited(25),
    state: 'exceeded',
    bps: 10_400,
  },
  { name: 'one of one is reached', used: 1, allowance: limited(1), state: 'reached', bps: 10_000 },
  {
    name: 'without a limit it is ok, whatever was used',
    used: MAX_CREDITS,
    allowance: UNLIMITED,
    state: 'ok',
    bps: 'not-applicable',
  },
  {
    name: 'one short of the greatest allowance is not reached',
    used: MAX_CREDITS - 1,
    allowance: limited(MAX_CREDITS),
    state: 'warning',
    bps: 9_999,
  },
  {
    name: 'the greatest use of the least allowance is exact',
    used: MAX_CREDITS,
    allowance: limited(1),
    state: 'exceeded',
    bps: 1_000_000_000_000_000,
  },
]

describe('the limit state', () => {
  test.each(STATES)('$name', ({ used, allowance, state, bps }) => {
    expect(limitState(used, allowance)).toBe(state)
    expect(shareOf(used, allowance)).toEqual(
      bps === 'not-applicable' ? { kind: 'not-applicable' } : { kind: 'share', bps },
    )
  })

  const amounts = fc.oneof(fc.nat(200), fc.nat(MAX_CREDITS))

  it('warns from the credit that `warningFrom` names, exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: MAX_CREDITS }), (allowance) => {
        const from = warningFrom(allowance)
        expect(limitState(from - 1, limited(allowance))).toBe('ok')
        expect(limitState(from, limited(allowance))).not.toBe('ok')
      }),
    )
  })

  it('only gets worse with more use, and only better with more allowance', () => {
    const rank = (used: number, allowance: number) =>
      LIMIT_STATES.indexOf(limitState(used, limited(allowance)))
    fc.assert(
      fc.property(amounts, amounts, amounts, (used, allowance, more) => {
        expect(rank(used + more, allowance)).toBeGreaterThanOrEqual(rank(used, allowance))
        expect(rank(used, allowance + more)).toBeLessThanOrEqual(rank(used, allowance))
      }),
    )
  })

  it('says the same as the share: 75 % warns, 100 % is the limit', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: MAX_CREDITS }), (used, allowance) => {
        const state = limitState(used, limited(allowance))
        const share = shareOf(used, limited(allowance))
        const exact = (BigInt(used) * 10_000n) / BigInt(allowance)
        expect(share).toEqual({ kind: 'share', bps: Number(exact) })
        expect(state === 'ok').toBe(exact < 7_500n)
        expect(state === 'reached' || state === 'exceeded').toBe(exact >= 10_000n)
      }),
    )
  })
})

function account(options: {
  allowance: Allowance
  used?: Partial<Buckets>
  bought?: number
}): Account {
  const open = openAccount(options.allowance)
  const { bought = 0, used = {} } = options
  return {
    ...open,
    used: { ...open.used, ...used },
    bought: { blocks: bought / 1_000, credits: bought, micros: 0 },
  }
}

const PACK: Balance = { id: 'pack', amount: 10, left: 10, priority: 0, start: 0 }
const FULL = account({ allowance: limited(100), used: { included: 100 } })
const IN_BLOCK = account({
  allowance: limited(100),
  used: { included: 100, payAsYouGo: 1 },
  bought: 1_000,
})
const BLOCK_USED = account({
  allowance: limited(100),
  used: { included: 100, payAsYouGo: 1_000 },
  bought: 1_000,
})

type WorkCase = {
  name: string
  resource?: Resource
  account: Account
  bonus?: Balance[]
  payAsYouGo: 'on' | 'off' | 'unavailable'
  work: WorkState
}

const WORK: WorkCase[] = [
  {
    name: 'is open while included credits are left',
    account: account({ allowance: limited(100), used: { included: 99 } }),
    payAsYouGo: 'off',
    work: 'open',
  },
  { name: 'Flows are suspended at the limit', account: FULL, payAsYouGo: 'off', work: 'suspended' },
  {
    name: 'Agent Mode pauses at the limit',
    resource: 'ai',
    account: FULL,
    payAsYouGo: 'off',
    work: 'paused',
  },
  {
    name: 'API calls are suspended at the limit',
    resource: 'api-calls',
    account: FULL,
    payAsYouGo: 'unavailable',
    work: 'suspended',
  },
  { name: 'goes on with the switch on', account: FULL, payAsYouGo: 'on', work: 'on-pay-as-you-go' },
  {
    name: 'goes on in a bought block with the switch off',
    account: IN_BLOCK,
    payAsYouGo: 'off',
    work: 'on-pay-as-you-go',
  },
  {
    name: 'stops once the bought block is used, with the switch off',
    account: BLOCK_USED,
    payAsYouGo: 'off',
    work: 'suspended',
  },
  {
    name: 'is open while bonus credits are left',
    resource: 'assistant',
    account: FULL,
    bonus: [PACK],
    payAsYouGo: 'unavailable',
    work: 'open',
  },
  {
    name: 'is not opened by bonus credits that start later',
    resource: 'assistant',
    account: FULL,
    bonus: [{ ...PACK, start: 2 }],
    payAsYouGo: 'unavailable',
    work: 'suspended',
  },
  {
    name: 'is not opened by bonus credits that are used up',
    resource: 'assistant',
    account: FULL,
    bonus: [{ ...PACK, left: 0 }],
    payAsYouGo: 'unavailable',
    work: 'suspended',
  },
  {
    name: 'stops at a zero allowance before anything was used',
    account: account({ allowance: limited(0) }),
    payAsYouGo: 'off',
    work: 'suspended',
  },
  {
    name: 'is always open without a limit',
    account: account({ allowance: UNLIMITED, used: { included: MAX_CREDITS - 1 } }),
    payAsYouGo: 'unavailable',
    work: 'open',
  },
  {
    name: 'opens at once when the allowance is raised',
    account: { ...FULL, allowance: limited(101) },
    payAsYouGo: 'off',
    work: 'open',
  },
]

describe('work', () => {
  test.each(WORK)('$name', ({ resource = 'flows', bonus = [], work, ...of }) => {
    expect(workState({ resource, bonus, at: 1, ...of })).toBe(work)
  })

  it('has a name for every stop', () => {
    for (const resource of RESOURCES) {
      const stopped = workState({ resource, account: FULL, bonus: [], payAsYouGo: 'off', at: 1 })
      expect(WORK_STATES).toContain(stopped)
    }
  })
})

describe('the standing', () => {
  it('says all of an account in its block', () => {
    const of = {
      resource: 'flows',
      account: IN_BLOCK,
      bonus: [],
      payAsYouGo: 'off',
      pending: 7,
      at: 1,
    } as const
    expect(standing(of)).toEqual({
      allowance: { kind: 'limited', credits: 100 },
      used: 101,
      ofAllowance: 101,
      left: { kind: 'limited', credits: 0 },
      bonusLeft: 0,
      boughtLeft: 999,
      pending: 7,
      share: { kind: 'share', bps: 10_100 },
      limit: 'exceeded',
      work: 'on-pay-as-you-go',
    })
  })

  it('says all of an untouched account with bonus credits', () => {
    const open = openAccount(limited(500))
    const of = {
      resource: 'assistant',
      account: open,
      bonus: [PACK, { ...PACK, id: 'later', start: 5 }],
      payAsYouGo: 'unavailable',
      pending: 7,
      at: 1,
    } as const
    expect(standing(of)).toEqual({
      allowance: { kind: 'limited', credits: 500 },
      used: 0,
      ofAllowance: 0,
      left: { kind: 'limited', credits: 500 },
      bonusLeft: 10,
      boughtLeft: 0,
      pending: 7,
      share: { kind: 'share', bps: 0 },
      limit: 'ok',
      work: 'open',
    })
  })

  it('without a limit has no share and nothing that could run out', () => {
    const open = openAccount(UNLIMITED)
    const of = {
      resource: 'api-calls',
      account: open,
      bonus: [],
      payAsYouGo: 'off',
      pending: 7,
      at: 1,
    } as const
    expect(standing(of)).toEqual({
      allowance: { kind: 'unlimited' },
      used: 0,
      ofAllowance: 0,
      left: { kind: 'unlimited' },
      bonusLeft: 0,
      boughtLeft: 0,
      pending: 7,
      share: { kind: 'not-applicable' },
      limit: 'ok',
      work: 'open',
    })
  })
})

test.each<[WorkState, boolean]>([
  ['open', false],
  ['on-pay-as-you-go', false],
  ['suspended', true],
  ['paused', true],
])('work that is %s starts nothing new: %s', (work, is) => {
  expect(isStopped(work)).toBe(is)
})
