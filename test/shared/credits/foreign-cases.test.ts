import { describe, expect, test } from 'vitest'
import { type Balance, burnDown, type Grant } from '#shared/credits/burn-down.ts'
import type { Allowance } from '#shared/credits/catalog.ts'
import { crossed, stillFired, type Threshold } from '#shared/credits/crossing.ts'
import { cycleOfIndex } from '#shared/credits/cycle.ts'

/**
 * Tables in a form that cases of other systems can be written in. Instants are ISO dates and times;
 * a date alone is its first instant in UTC.
 */
type ForeignGrant = {
  id: string
  amount: number
  priority: number
  start: string
  /** The first instant at which the grant is no longer active. */
  expiry?: string
}

type GrantStep = {
  at: string
  use: number
  /** What is left of each grant afterwards, active or not; those left out are untouched. */
  left: Record<string, number>
  uncovered?: number
}

type GrantCase = { name: string; grants: ForeignGrant[]; steps: GrantStep[] }

const GRANT_CASES: GrantCase[] = [
  {
    name: 'the lower priority number burns first, whatever its expiry',
    grants: [
      { id: 'bought', amount: 100, priority: 2, start: '2026-01-01', expiry: '2026-02-01' },
      { id: 'given', amount: 50, priority: 1, start: '2026-01-01', expiry: '2027-01-01' },
    ],
    steps: [
      { at: '2026-01-10', use: 40, left: { given: 10 } },
      { at: '2026-01-11', use: 40, left: { given: 0, bought: 70 } },
    ],
  },
  {
    name: 'of equal priority the one that expires first burns first',
    grants: [
      { id: 'year', amount: 100, priority: 1, start: '2026-01-01', expiry: '2027-01-01' },
      { id: 'month', amount: 100, priority: 1, start: '2026-01-05', expiry: '2026-02-01' },
    ],
    steps: [{ at: '2026-01-10', use: 130, left: { month: 0, year: 70 } }],
  },
  {
    name: 'one that never expires burns after any that does',
    grants: [
      { id: 'forever', amount: 100, priority: 1, start: '2025-01-01' },
      { id: 'century', amount: 100, priority: 1, start: '2026-01-01', expiry: '2126-01-01' },
    ],
    steps: [{ at: '2026-01-10', use: 101, left: { century: 0, forever: 99 } }],
  },
  {
    name: 'of equal priority and expiry the one that started first burns first',
    grants: [
      { id: 'second', amount: 10, priority: 1, start: '2026-01-02', expiry: '2026-02-01' },
      { id: 'first', amount: 10, priority: 1, start: '2026-01-01', expiry: '2026-02-01' },
    ],
    steps: [{ at: '2026-01-10', use: 15, left: { first: 0, second: 5 } }],
  },
  {
    name: 'of two that are alike in all, the order of ids decides, not the order they are listed in',
    grants: [
      { id: 'b', amount: 10, priority: 1, start: '2026-01-01' },
      { id: 'a', amount: 10, priority: 1, start: '2026-01-01' },
    ],
    steps: [{ at: '2026-01-10', use: 5, left: { a: 5 } }],
  },
  {
    name: 'a priority of zero and one below zero are priorities like others',
    grants: [
      { id: 'zero', amount: 10, priority: 0, start: '2026-01-01' },
      { id: 'minus', amount: 10, priority: -1, start: '2026-01-01' },
    ],
    steps: [{ at: '2026-01-10', use: 15, left: { minus: 0, zero: 5 } }],
  },
  {
    name: 'a grant is active from the instant it starts',
    grants: [{ id: 'a', amount: 10, priority: 1, start: '2026-01-10T12:00:00Z' }],
    steps: [
      { at: '2026-01-10T11:59:59.999Z', use: 3, left: {}, uncovered: 3 },
      { at: '2026-01-10T12:00:00.000Z', use: 3, left: { a: 7 } },
    ],
  },
  {
    name: 'a grant is no longer active at the instant it expires, and what was left is lost',
    grants: [{ id: 'a', amount: 10, priority: 1, start: '2026-01-01', expiry: '2026-02-01' }],
    steps: [
      { at: '2026-01-31T23:59:59.999Z', use: 3, left: { a: 7 } },
      { at: '2026-02-01T00:00:00.000Z', use: 3, left: { a: 7 }, uncovered: 3 },
    ],
  },
  {
    name: 'a grant that expires as it starts is never active',
    grants: [{ id: 'a', amount: 10, priority: 1, start: '2026-01-10', expiry: '2026-01-10' }],
    steps: [{ at: '2026-01-10', use: 1, left: {}, uncovered: 1 }],
  },
  {
    name: 'a later grant of higher priority takes over from one half used',
    grants: [
      { id: 'base', amount: 100, priority: 5, start: '2026-01-01' },
      { id: 'promo', amount: 20, priority: 1, start: '2026-01-15', expiry: '2026-01-20' },
    ],
    steps: [
      { at: '2026-01-10', use: 30, left: { base: 70 } },
      { at: '2026-01-16', use: 15, left: { base: 70, promo: 5 } },
      { at: '2026-01-20', use: 15, left: { base: 55, promo: 5 } },
    ],
  },
  {
    name: 'use past all grants is uncovered, and a grant that starts later does not pay for it',
    grants: [
      { id: 'a', amount: 10, priority: 1, start: '2026-01-01' },
      { id: 'top-up', amount: 10, priority: 1, start: '2026-01-12' },
    ],
    steps: [
      { at: '2026-01-10', use: 25, left: { a: 0 }, uncovered: 15 },
      { at: '2026-01-12', use: 4, left: { a: 0, 'top-up': 6 } },
    ],
  },
  {
    name: 'one use runs through three grants',
    grants: [
      { id: 'c', amount: 5, priority: 3, start: '2026-01-01' },
      { id: 'a', amount: 5, priority: 1, start: '2026-01-01' },
      { id: 'b', amount: 5, priority: 2, start: '2026-01-01' },
    ],
    steps: [{ at: '2026-01-10', use: 12, left: { a: 0, b: 0, c: 3 } }],
  },
  {
    name: 'monthly allowances by month, each lost at its end, and a purchase that outlives them',
    grants: [
      { id: 'jan', amount: 100, priority: 1, start: '2026-01-31', expiry: '2026-02-28' },
      { id: 'feb', amount: 100, priority: 1, start: '2026-02-28', expiry: '2026-03-31' },
      { id: 'pack', amount: 50, priority: 9, start: '2026-02-01' },
    ],
    steps: [
      { at: '2026-02-10', use: 90, left: { jan: 10 } },
      { at: '2026-02-27T23:59:59.999Z', use: 20, left: { jan: 0, pack: 40 } },
      { at: '2026-02-28', use: 20, left: { jan: 0, feb: 80, pack: 40 } },
      { at: '2026-03-31', use: 45, left: { jan: 0, feb: 80, pack: 0 }, uncovered: 5 },
    ],
  },
  {
    name: 'an empty grant is passed over',
    grants: [
      { id: 'empty', amount: 0, priority: 1, start: '2026-01-01' },
      { id: 'full', amount: 5, priority: 2, start: '2026-01-01' },
    ],
    steps: [{ at: '2026-01-10', use: 5, left: { empty: 0, full: 0 } }],
  },
  {
    name: 'a use of nothing leaves all as it was',
    grants: [{ id: 'a', amount: 5, priority: 1, start: '2026-01-01' }],
    steps: [{ at: '2026-01-10', use: 0, left: { a: 5 } }],
  },
  {
    name: 'without grants all is uncovered',
    grants: [],
    steps: [{ at: '2026-01-10', use: 7, left: {}, uncovered: 7 }],
  },
]

function instant(text: string): number {
  return Date.parse(text)
}

function balanceOf({ start, expiry, ...grant }: ForeignGrant): Balance {
  const active: Pick<Grant, 'start' | 'expiry'> = {
    start: instant(start),
    ...(expiry === undefined ? {} : { expiry: instant(expiry) }),
  }
  return { ...grant, ...active, left: grant.amount }
}

describe('grants burn down', () => {
  test.each(GRANT_CASES)('$name', ({ grants, steps }) => {
    let balances = grants.map(balanceOf)
    for (const { at, use, left, uncovered = 0 } of steps) {
      const burned = burnDown({ balances, credits: use, at: instant(at) })
      balances = burned.balances
      const untouched = Object.fromEntries(grants.map((grant) => [grant.id, grant.amount]))
      const after = Object.fromEntries(balances.map((balance) => [balance.id, balance.left]))
      expect({ after, uncovered: burned.uncovered }).toEqual({
        after: { ...untouched, ...left },
        uncovered,
      })
    }
  })
})

type AlertStep =
  | { use: number; alerts: Threshold[] }
  /** The limit is set anew in mid-cycle. */
  | { limit: number | 'none' }
  | { newCycle: true }

type AlertCase = { name: string; limit: number | 'none'; steps: AlertStep[] }

const ALERT_CASES: AlertCase[] = [
  {
    name: 'each once, in small steps',
    limit: 4,
    steps: [
      { use: 1, alerts: [] },
      { use: 1, alerts: [] },
      { use: 1, alerts: ['warning'] },
      { use: 1, alerts: ['reached'] },
      { use: 1, alerts: ['exceeded'] },
      { use: 1, alerts: [] },
    ],
  },
  {
    name: 'several at once in one jump, and none of them again',
    limit: 100,
    steps: [
      { use: 500, alerts: ['warning', 'reached', 'exceeded'] },
      { use: 500, alerts: [] },
    ],
  },
  {
    name: 'at the exact threshold, not one past it',
    limit: 1_000,
    steps: [
      { use: 749, alerts: [] },
      { use: 1, alerts: ['warning'] },
      { use: 249, alerts: [] },
      { use: 1, alerts: ['reached'] },
      { use: 1, alerts: ['exceeded'] },
    ],
  },
  {
    name: 'again in the next cycle',
    limit: 100,
    steps: [
      { use: 80, alerts: ['warning'] },
      { newCycle: true },
      { use: 74, alerts: [] },
      { use: 1, alerts: ['warning'] },
    ],
  },
  {
    name: 'again after a raised limit, those above usage only',
    limit: 100,
    steps: [
      { use: 100, alerts: ['warning', 'reached'] },
      { limit: 120 },
      { use: 1, alerts: [] },
      { use: 19, alerts: ['reached'] },
      { limit: 1_000 },
      { use: 629, alerts: [] },
      { use: 1, alerts: ['warning'] },
    ],
  },
  {
    name: 'after a lowered limit with the next use, which is past it',
    limit: 100,
    steps: [
      { use: 50, alerts: [] },
      { limit: 40 },
      { use: 0, alerts: [] },
      { use: 1, alerts: ['warning', 'reached', 'exceeded'] },
    ],
  },
  {
    name: 'not again after a limit is lowered and set back',
    limit: 100,
    steps: [
      { use: 80, alerts: ['warning'] },
      { limit: 90 },
      { limit: 100 },
      { use: 1, alerts: [] },
    ],
  },
  {
    name: 'never without a limit, and from where it stands once there is one',
    limit: 'none',
    steps: [
      { use: 1_000, alerts: [] },
      { limit: 1_000 },
      { use: 1, alerts: ['warning', 'reached', 'exceeded'] },
    ],
  },
]

function allowanceOf(limit: number | 'none'): Allowance {
  return limit === 'none' ? { kind: 'unlimited' } : { kind: 'limited', credits: limit }
}

describe('alerts fire', () => {
  test.each(ALERT_CASES)('$name', ({ limit, steps }) => {
    let allowance = allowanceOf(limit)
    let fired: Threshold[] = []
    let used = 0
    for (const step of steps) {
      if ('newCycle' in step) {
        used = 0
        fired = []
      } else if ('limit' in step) {
        allowance = allowanceOf(step.limit)
        fired = stillFired({ used, allowance, fired })
      } else {
        used += step.use
        const alerts = crossed({ used, credits: step.use, allowance, fired })
        expect(alerts).toEqual(step.alerts)
        fired = [...fired, ...alerts]
      }
    }
  })
})

type AnchorCase = {
  name: string
  anchor: string
  zone: string
  /** Where cycles 0, 1, 2 and so on start, in UTC. */
  starts: string[]
}

const ANCHOR_CASES: AnchorCase[] = [
  {
    name: 'the 31st is the last day of shorter months and comes back',
    anchor: '2026-01-31',
    zone: 'UTC',
    starts: ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30'],
  },
  {
    name: 'the 30th loses only February',
    anchor: '2027-12-30',
    zone: 'UTC',
    starts: ['2027-12-30', '2028-01-30', '2028-02-29', '2028-03-30', '2028-04-30'],
  },
  {
    name: 'the 29th has February in leap years only',
    anchor: '2026-12-29',
    zone: 'UTC',
    starts: ['2026-12-29', '2027-01-29', '2027-02-28', '2027-03-29'],
  },
  {
    name: 'the 15th is the 15th',
    anchor: '2026-11-15',
    zone: 'UTC',
    starts: ['2026-11-15', '2026-12-15', '2027-01-15'],
  },
  {
    name: 'local midnights move with summer time',
    anchor: '2026-02-15',
    zone: 'America/New_York',
    starts: ['2026-02-15T05:00:00Z', '2026-03-15T04:00:00Z', '2026-04-15T04:00:00Z'],
  },
  {
    name: 'the 31st far east of Greenwich starts on the 30th there',
    anchor: '2026-01-31',
    zone: 'Pacific/Kiritimati',
    starts: ['2026-01-30T10:00:00Z', '2026-02-27T10:00:00Z', '2026-03-30T10:00:00Z'],
  },
  {
    name: 'three quarters of an hour are not lost',
    anchor: '2026-01-31',
    zone: 'Asia/Kathmandu',
    starts: ['2026-01-30T18:15:00Z', '2026-02-27T18:15:00Z', '2026-03-30T18:15:00Z'],
  },
]

describe('cycles start', () => {
  test.each(ANCHOR_CASES)('$name', ({ anchor, zone, starts }) => {
    const cycles = starts.map((_, index) => cycleOfIndex({ anchor, zone }, index))
    expect(cycles.map((cycle) => cycle.start)).toEqual(starts.map(instant))
    expect(cycles.slice(0, -1).map((cycle) => cycle.end)).toEqual(starts.slice(1).map(instant))
  })
})
