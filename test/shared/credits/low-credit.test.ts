import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openAccount } from '#shared/credits/account.ts'
import type { Allowance } from '#shared/credits/catalog.ts'
import {
  balanceOf,
  creditsOf,
  holdingMark,
  type LowAlert,
  type LowMark,
  lowest,
  markKey,
  saysMore,
  setOff,
} from '#shared/credits/low-credit.ts'

const OF_500: Allowance = { kind: 'limited', credits: 500 }
const UNLIMITED: Allowance = { kind: 'unlimited' }
const credits = (value: number): LowMark => ({ kind: 'credits', credits: value })
const percent = (value: number): LowMark => ({ kind: 'percent', percent: value })

test.each([
  ['credits are what they are', credits(120), OF_500, 120],
  ['a percent is of the monthly allowance', percent(20), OF_500, 100],
  ['a part of a credit is not left yet', percent(33), { kind: 'limited', credits: 10 }, 3],
  ['a percent of nothing is nothing', percent(50), { kind: 'limited', credits: 0 }, 0],
  ['without a limit nothing runs low', percent(20), UNLIMITED, undefined],
  ['without a limit nothing runs low', credits(20), UNLIMITED, undefined],
] as const)('%s', (_, mark, allowance, at) => {
  expect(creditsOf(mark, allowance)).toBe(at)
})

test.each([
  ['the lowest that holds', [credits(100), percent(10)], 40, percent(10)],
  ['at the exact hit', [credits(100)], 100, credits(100)],
  ['none, once there is more', [credits(100)], 101, undefined],
  ['the higher, where the lower no longer holds', [credits(20), credits(100)], 60, credits(100)],
  ['none without a limit', [credits(100)], undefined, undefined],
] as const)('of the marks that fired: %s', (_, marks, left, expected) => {
  expect(holdingMark(marks, { left, allowance: OF_500 })).toEqual(expected)
})

test.each([
  ['alone', undefined, true],
  ['after an alert of the limit', { charge: 6, work: 'open' }, true],
  ['before one, which says it all', { charge: 8, work: 'open' }, false],
  ['with 75 %, of one charge', { charge: 7, work: 'open' }, true],
  ['with the end of work, of one charge', { charge: 7, work: 'suspended' }, false],
] as const)('a low-credit alert %s', (_, limit, expected) => {
  expect(saysMore({ charge: 7 }, limit)).toBe(expected)
})

describe('a charge sets off', () => {
  const low: LowAlert = { mark: credits(100) }
  const fired: LowAlert = { mark: credits(100), firedIn: 'now' }
  const part: LowAlert = { mark: percent(20) }
  const none: LowAlert = { mark: credits(0) }
  test.each<[string, { alerts: LowAlert[]; before: number; after: number }, LowAlert[]]>([
    ['nothing above the mark', { alerts: [low], before: 300, after: 101 }, []],
    ['at the exact hit', { alerts: [low], before: 101, after: 100 }, [low]],
    ['several at once', { alerts: [low, part, none], before: 101, after: 0 }, [low, part, none]],
    ['nothing twice in a cycle', { alerts: [fired], before: 90, after: 80 }, []],
    [
      'again once a purchase lifted it above',
      { alerts: [fired], before: 1_080, after: 90 },
      [fired],
    ],
    [
      'in a new cycle',
      { alerts: [{ ...low, firedIn: 'before' }], before: 90, after: 80 },
      [{ ...low, firedIn: 'before' }],
    ],
    ['nothing, where it costs nothing', { alerts: [low], before: 100, after: 100 }, []],
    ['the last credit', { alerts: [none], before: 1, after: 0 }, [none]],
  ])('%s', (_, given, expected) => {
    expect(setOff({ ...given, allowance: OF_500, cycle: 'now' })).toEqual(expected)
  })

  test('each mark once, in whatever steps the balance falls', () => {
    const marks = fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { maxLength: 5 })
    const steps = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(marks, steps, (values, steps) => {
        let alerts: LowAlert[] = values.map((value) => ({ mark: credits(value) }))
        let balance = 500
        const seen: string[] = []
        for (const step of steps) {
          const after = Math.max(0, balance - step)
          const found = setOff({ alerts, allowance: OF_500, before: balance, after, cycle: 'now' })
          seen.push(...found.map(({ mark }) => markKey(mark)))
          alerts = alerts.map((each) => (found.includes(each) ? { ...each, firedIn: 'now' } : each))
          balance = after
        }
        const met = balance === 500 ? [] : values.filter((value) => balance <= value)
        expect(seen.toSorted()).toEqual(met.map((value) => markKey(credits(value))).toSorted())
      }),
    )
  })
})

test('a message names the lowest of those that were set off', () => {
  const alerts = [{ mark: percent(30) }, { mark: credits(100) }, { mark: percent(40) }]
  expect(lowest(alerts, OF_500)?.mark).toEqual(credits(100))
  expect(lowest(alerts.slice(2), OF_500)?.mark).toEqual(percent(40))
  expect(lowest([], OF_500)).toBeUndefined()
})

test('one text for each mark', () => {
  const marks = [credits(20), credits(21), percent(20), percent(21)]
  expect(marks.map(markKey)).toEqual(['credits-20', 'credits-21', 'percent-20', 'percent-21'])
})

test('a mark of a percent holds nothing where there is no limit', () => {
  expect(holdingMark([percent(50)], { left: 0, allowance: UNLIMITED })).toBeUndefined()
})

test('an alert that fired in this cycle fires again only if the balance had been above its mark', () => {
  const fired = { mark: credits(100), firedIn: '2026-11-01' }
  const of = (before: number) =>
    setOff({ alerts: [fired], allowance: OF_500, before, after: 40, cycle: '2026-11-01' })
  expect(of(100)).toEqual([])
  expect(of(101)).toEqual([fired])
})

test('of two at the same mark the first is named', () => {
  const both = [{ mark: credits(100) }, { mark: percent(20) }]
  expect(lowest(both, OF_500)).toBe(both[0])
})

test('a balance is all that can still be used; without a limit there is none', () => {
  const pack = { id: 'pack', amount: 30, left: 30, priority: 0, start: 0 }
  expect(balanceOf(openAccount(OF_500), [pack], 1)).toBe(530)
  expect(balanceOf(openAccount(UNLIMITED), [pack], 1)).toBeUndefined()
})
