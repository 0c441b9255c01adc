import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '#shared/credits/amounts.ts'
import { findPlan, largerPlan } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import {
  isChargesNews,
  isMailPromised,
  isNews,
  noticesOf,
  topicOf,
} from '#shared/credits/notices.ts'
import { isGivenUp, nextAttempt, RETRY_AFTER } from '#shared/credits/retry.ts'

type Crossing = Parameters<typeof noticesOf>[0]

const STAFF = 'admin-and-billing'
const OWN = { kind: 'limit', audience: 'holder' }

const CASES: { name: string; crossing: Crossing; told: object[] }[] = [
  {
    name: 'a member at 75 %: the member, and a digest for Admin and Billing',
    crossing: { holder: 'member', crossed: ['warning'], work: 'open' },
    told: [OWN, { kind: 'members-close', audience: STAFF }],
  },
  {
    name: 'a member at 100 % with pay-as-you-go: they move to it',
    crossing: { holder: 'member', crossed: ['reached'], work: 'on-pay-as-you-go' },
    told: [OWN, { kind: 'members-on-pay-as-you-go', audience: STAFF }],
  },
  {
    name: 'a member at 100 % without it: only they are told, the digest told of 75 %',
    crossing: { holder: 'member', crossed: ['reached'], work: 'paused' },
    told: [OWN],
  },
  {
    name: 'a member past 100 %: told at 100 % already',
    crossing: { holder: 'member', crossed: ['exceeded'], work: 'on-pay-as-you-go' },
    told: [OWN],
  },
  {
    name: 'one charge from nothing past 100 % with pay-as-you-go: one digest, the one that says more',
    crossing: {
      holder: 'member',
      crossed: ['warning', 'reached', 'exceeded'],
      work: 'on-pay-as-you-go',
    },
    told: [OWN, { kind: 'members-on-pay-as-you-go', audience: STAFF }],
  },
  {
    name: 'one charge from nothing past 100 % without it: 75 % was passed all the same',
    crossing: { holder: 'member', crossed: ['warning', 'reached', 'exceeded'], work: 'paused' },
    told: [OWN, { kind: 'members-close', audience: STAFF }],
  },
  {
    name: 'the team’s own limit: Admin and Billing, each time',
    crossing: { holder: 'team', crossed: ['exceeded'], work: 'suspended' },
    told: [{ kind: 'limit', audience: STAFF }],
  },
]

describe('who is told of a crossing', () => {
  it.each(CASES)('$name', ({ crossing, told }) => {
    expect(noticesOf(crossing)).toEqual(told)
  })
})

describe('the threshold of charges', () => {
  it.each([
    { name: 'exactly at it is not past it', micros: 50, threshold: 50, is: false },
    { name: 'a millionth past it is', micros: 51, threshold: 50, is: true },
    { name: 'without one nobody is told', micros: 9e15, threshold: undefined, is: false },
    { name: 'what was told of once is no news', micros: 90, told: 51, threshold: 50, is: false },
    { name: 'raised past what was told of', micros: 90, told: 51, threshold: 80, is: true },
    { name: 'raised to just what was told of', micros: 90, told: 51, threshold: 51, is: true },
    { name: 'raised past all that is charged', micros: 90, told: 51, threshold: 100, is: false },
    { name: 'lowered below what was told of', micros: 90, told: 51, threshold: 20, is: false },
    { name: 'nothing at all is past zero', micros: 0, threshold: 0, is: false },
    { name: 'the first charge is', micros: 1, threshold: 0, is: true },
  ])('$name: $is', ({ micros, told: toldMicros, threshold: thresholdMicros, is }) => {
    expect(isChargesNews({ micros, toldMicros, thresholdMicros })).toBe(is)
  })

  it('however it moves, no threshold is told of twice while the charges only grow', () => {
    const step = fc.record({ more: fc.nat(40), threshold: fc.nat(200) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let micros = 0
        let toldMicros: number | undefined
        const told: number[] = []
        for (const { more, threshold } of steps) {
          micros += more
          if (!isChargesNews({ micros, toldMicros, thresholdMicros: threshold })) continue
          told.push(threshold)
          toldMicros = micros
        }
        expect(told).toEqual([...new Set(told)].sort((a, b) => a - b))
      }),
    )
  })
})

describe('mails', () => {
  it('are news until the cycle’s last millisecond', () => {
    expect([isNews({ end: 10 }, 9), isNews({ end: 10 }, 10)]).toEqual([true, false])
  })

  it('of the team are promised to Billing and to nobody else', () => {
    const asked = [true, false].flatMap((billing) => [
      isMailPromised(billing, 'team'),
      isMailPromised(billing, 'own'),
    ])
    expect(asked).toEqual([true, false, false, false])
  })
})

describe('a larger plan', () => {
  it('is the smallest that gives more; there is none above the largest', () => {
    const larger = ['free', 'team', 'enterprise'].map((id) => {
      const plan = findPlan(DEFAULT_CATALOG, id)
      return plan && largerPlan(DEFAULT_CATALOG, plan, 'flows')?.id
    })
    expect(larger).toEqual(['solo', 'enterprise', undefined])
  })
})

describe('the schedule of attempts', () => {
  it('waits longer each time, then ends', () => {
    const at = 1_000
    const times = RETRY_AFTER.map((_, index) => nextAttempt(index + 1, at))
    expect(times).toEqual([
      at + 30 * SECOND,
      at + 2 * MINUTE,
      at + 10 * MINUTE,
      at + 30 * MINUTE,
      at + 2 * HOUR,
      at + 6 * HOUR,
      at + DAY,
    ])
    expect(nextAttempt(RETRY_AFTER.length + 1, at)).toBeUndefined()
  })

  it('a receiver is given up after three days of failures', () => {
    expect([isGivenUp(5, 5 + 3 * DAY - 1), isGivenUp(5, 5 + 3 * DAY)]).toEqual([false, true])
  })
})

it('what a person is told of their own credits is theirs to choose, all else is the team’s', () => {
  expect(topicOf('holder')).toBe('own')
  expect(topicOf('billing')).toBe('team')
  expect(isMailPromised(true, topicOf('billing'))).toBe(true)
  expect(isMailPromised(true, topicOf('holder'))).toBe(false)
})
