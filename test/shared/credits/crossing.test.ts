import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Allowance } from '#shared/credits/catalog.ts'
import {
  crossed,
  crossedByLimit,
  highest,
  stillFired,
  THRESHOLDS,
  type Threshold,
} from '#shared/credits/crossing.ts'

const HUNDRED: Allowance = { kind: 'limited', credits: 100 }

type Case = {
  name: string
  used: number
  credits: number
  allowance?: Allowance
  fired?: Threshold[]
  crosses: Threshold[]
}

const CASES: Case[] = [
  { name: 'below 75 % nothing is crossed', used: 74, credits: 74, crosses: [] },
  { name: 'exactly 75 % is crossed', used: 75, credits: 1, crosses: ['warning'] },
  { name: 'one past 75 % is crossed', used: 76, credits: 2, crosses: ['warning'] },
  {
    name: 'a second charge past 75 % is not',
    used: 77,
    credits: 1,
    fired: ['warning'],
    crosses: [],
  },
  {
    name: 'exactly 100 % is crossed',
    used: 100,
    credits: 1,
    fired: ['warning'],
    crosses: ['reached'],
  },
  {
    name: 'one past 100 % passes the limit',
    used: 101,
    credits: 1,
    fired: ['warning', 'reached'],
    crosses: ['exceeded'],
  },
  { name: 'a jump to 100 % crosses two', used: 100, credits: 100, crosses: ['warning', 'reached'] },
  {
    name: 'a jump past everything crosses all three',
    used: 5_000,
    credits: 5_000,
    crosses: ['warning', 'reached', 'exceeded'],
  },
  {
    name: 'a jump from 75 % past the limit crosses the other two',
    used: 150,
    credits: 75,
    fired: ['warning'],
    crosses: ['reached', 'exceeded'],
  },
  {
    name: 'after all three nothing more is crossed',
    used: 9_000,
    credits: 10,
    fired: ['warning', 'reached', 'exceeded'],
    crosses: [],
  },
  { name: 'a charge of nothing crosses nothing', used: 100, credits: 0, crosses: [] },
  {
    name: 'a charge of nothing does not reach a zero allowance',
    used: 0,
    credits: 0,
    allowance: { kind: 'limited', credits: 0 },
    crosses: [],
  },
  {
    name: 'the first credit of a zero allowance crosses all three',
    used: 1,
    credits: 1,
    allowance: { kind: 'limited', credits: 0 },
    crosses: ['warning', 'reached', 'exceeded'],
  },
  {
    name: 'the only credit of an allowance of one crosses two',
    used: 1,
    credits: 1,
    allowance: { kind: 'limited', credits: 1 },
    crosses: ['warning', 'reached'],
  },
  {
    name: '75 % of 25 is 18.75: 18 is below',
    used: 18,
    credits: 1,
    allowance: { kind: 'limited', credits: 25 },
    crosses: [],
  },
  {
    name: '75 % of 25 is 18.75: 19 is past',
    used: 19,
    credits: 1,
    allowance: { kind: 'limited', credits: 25 },
    crosses: ['warning'],
  },
  {
    name: 'without a limit nothing is crossed',
    used: 1_000_000,
    credits: 1_000_000,
    allowance: { kind: 'unlimited' },
    crosses: [],
  },
]

describe('a charge crosses', () => {
  test.each(CASES)('$name', ({ used, credits, allowance = HUNDRED, fired = [], crosses }) => {
    expect(crossed({ used, credits, allowance, fired })).toEqual(crosses)
  })
})

describe('a limit that changes', () => {
  const ALL = [...THRESHOLDS]
  const stays = (used: number, credits: number, fired: Threshold[] = ALL) =>
    stillFired({ used, allowance: { kind: 'limited', credits }, fired })

  it('re-arms, when raised, the thresholds that are above usage again', () => {
    expect(stays(120, 120)).toEqual(['warning', 'reached'])
    expect(stays(120, 121)).toEqual(['warning'])
    expect(stays(120, 160)).toEqual(['warning'])
    expect(stays(120, 161)).toEqual([])
  })

  it('re-arms nothing when it is raised below usage, or lowered', () => {
    expect(stays(120, 119)).toEqual(ALL)
    expect(stays(120, 50)).toEqual(ALL)
    expect(stays(80, 50, ['warning'])).toEqual(['warning'])
  })

  it('re-arms all when it goes', () => {
    expect(stillFired({ used: 120, allowance: { kind: 'unlimited' }, fired: ALL })).toEqual([])
  })

  it('lets a re-armed threshold fire once more', () => {
    const allowance: Allowance = { kind: 'limited', credits: 200 }
    const fired = stillFired({ used: 120, allowance, fired: ALL })
    expect(crossed({ used: 150, credits: 30, allowance, fired })).toEqual(['warning'])
  })
})

describe('the threshold that a message names', () => {
  it('is the highest, in whatever order they are listed', () => {
    expect(highest([])).toBeUndefined()
    expect(highest(['warning'])).toBe('warning')
    expect(highest(['reached', 'warning'])).toBe('reached')
    expect(highest(['exceeded', 'warning', 'reached'])).toBe('exceeded')
  })
})

describe('over any sequence of charges', () => {
  const sequences = fc.record({
    allowance: fc.nat(200),
    charges: fc.array(fc.nat(80), { maxLength: 20 }),
  })

  /** Each crossing with the use before and after the charge that made it. */
  function crossings({ allowance: credits, charges }: { allowance: number; charges: number[] }) {
    const allowance: Allowance = { kind: 'limited', credits }
    const seen: { threshold: Threshold; before: number; after: number }[] = []
    let used = 0
    for (const charge of charges) {
      const before = used
      used += charge
      const fired = seen.map((one) => one.threshold)
      for (const threshold of crossed({ used, credits: charge, allowance, fired })) {
        seen.push({ threshold, before, after: used })
      }
    }
    return { seen, used }
  }

  const LEAST: Record<Threshold, (allowance: number) => number> = {
    warning: (allowance) => Math.ceil((allowance * 3) / 4),
    reached: (allowance) => allowance,
    exceeded: (allowance) => allowance + 1,
  }

  it('each threshold fires at most once, lowest first, and once if it was ever reached', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        const { seen, used } = crossings(sequence)
        const expected = THRESHOLDS.filter(
          (threshold) => used > 0 && used >= LEAST[threshold](sequence.allowance),
        )
        expect(seen.map((one) => one.threshold)).toEqual(expected)
      }),
    )
  })

  it('each fires on the charge that gets there, not before and not after', () => {
    fc.assert(
      fc.property(sequences, (sequence) => {
        for (const { threshold, before, after } of crossings(sequence).seen) {
          const least = LEAST[threshold](sequence.allowance)
          expect(after).toBeGreaterThanOrEqual(least)
          if (before > 0) expect(before).toBeLessThan(least)
        }
      }),
    )
  })
})

test.each<[string, number, number, Threshold[], Threshold[]]>([
  ['all that it leaves behind, where none fired', 380, 100, [], ['warning', 'reached', 'exceeded']],
  ['those that did not fire yet', 380, 380, ['warning'], ['reached']],
  ['none that fired already', 380, 100, ['warning', 'reached', 'exceeded'], []],
  ['none above what is used', 74, 100, [], []],
  ['none where nothing is used', 0, 0, [], []],
])('a lowered limit fires %s', (_, used, credits, fired, fires) => {
  expect(crossedByLimit({ used, allowance: { kind: 'limited', credits }, fired })).toEqual(fires)
})
