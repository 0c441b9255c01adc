import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { DAY } from '#shared/credits/amounts.ts'
import { figureTraits, reportedAllowance } from '#shared/credits/provider.ts'
import { countBetween, type Figure, type Mark } from '#shared/credits/reading.ts'

const NOVEMBER = { start: Date.parse('2026-11-01'), end: Date.parse('2026-12-01') }
const DECEMBER = { start: NOVEMBER.end, end: Date.parse('2027-01-01') }

function flows(usage: number): Figure {
  return { name: 'flow_requests', usage, limit: 1_000_000, overage: 0 }
}

function plan(usage: number, period?: Figure['period']): Figure {
  return { name: 'plan', usage, limit: 500, period }
}

function credits(marks: readonly Mark[], figure: Figure): number {
  const provider = figure.name === 'plan' || figure.name === 'bonus' ? 'flowly' : 'postman'
  const { counted } = countBetween({ provider, marks, figures: [figure] })
  return counted[0]?.credits ?? 0
}

const CASES: [name: string, before: Figure | undefined, after: Figure, credits: number][] = [
  ['the first reading counts nothing: it may be in the ledger', undefined, flows(1_852), 0],
  ['what came since', flows(1_852), flows(1_900), 48],
  ['nothing new', flows(1_852), flows(1_852), 0],
  ['a figure that went down is a new cycle: from zero', flows(1_852), flows(7), 7],
  ['a new cycle in which nothing was used yet', flows(1_852), flows(0), 0],
  ['less than a whole credit waits', flows(10), flows(10.9), 0],
  ['and counts once it is whole', flows(10.9), flows(11), 1],
  ['decimals on both sides', flows(10.9), flows(13.2), 3],
  ['a new cycle with decimals', flows(10.9), flows(2.9), 2],
  ['unlimited is only a limit', flows(0), { ...flows(5), limit: 99_999_999 }, 5],
  ['more in the cycle that is named', plan(10, NOVEMBER), plan(15, NOVEMBER), 5],
  [
    'a later cycle from zero, though more was used in it',
    plan(10, NOVEMBER),
    plan(15, DECEMBER),
    15,
  ],
  ['less in the same cycle is a correction', plan(10, NOVEMBER), plan(8, NOVEMBER), 0],
  [
    'a cycle that moves along with the clock is no new one',
    plan(10, NOVEMBER),
    plan(15, { start: NOVEMBER.start + DAY, end: NOVEMBER.end + DAY }),
    5,
  ],
  [
    'a cycle begun early, by another plan',
    plan(10, NOVEMBER),
    plan(3, { start: NOVEMBER.start + DAY, end: NOVEMBER.end + DAY }),
    3,
  ],
  ['a cycle named for the first time, with less', plan(10), plan(8, NOVEMBER), 8],
  [
    'bonus credits never renew: what went down begins there',
    { name: 'bonus', usage: 800 },
    { name: 'bonus', usage: 300 },
    0,
  ],
  ['more of them', { name: 'bonus', usage: 300 }, { name: 'bonus', usage: 320 }, 20],
  [
    'a name without a resource',
    { name: 'mock_usage', usage: 1 },
    { name: 'mock_usage', usage: 9 },
    0,
  ],
]

describe('what is counted between two readings', () => {
  test.each(CASES)('%s', (_name, before, after, expected) => {
    const provider = after.name === 'plan' || after.name === 'bonus' ? 'flowly' : 'postman'
    const { marks } = countBetween({ provider, marks: [], figures: before ? [before] : [] })
    expect(credits(marks, after)).toBe(expected)
  })

  it('is more only past the highest, after a correction', () => {
    let marks: readonly Mark[] = []
    const counted = [100, 95, 98, 105, 107].map((usage) => {
      const after = countBetween({ provider: 'flowly', marks, figures: [plan(usage, NOVEMBER)] })
      marks = after.marks
      return after.counted[0]?.credits ?? 0
    })
    expect(counted).toEqual([0, 0, 0, 5, 2])
  })

  it('goes on where a figure was missing for a while', () => {
    const first = countBetween({ provider: 'postman', marks: [], figures: [flows(10)] })
    const gap = countBetween({ provider: 'postman', marks: first.marks, figures: [] })
    expect(gap).toEqual({ counted: [], marks: first.marks })
    expect(credits(gap.marks, flows(14))).toBe(4)
  })

  it('names each figure and its resource', () => {
    const figures = (n: number): Figure[] => [
      { name: 'flow_requests', usage: n },
      { name: 'ai_millicredits', usage: 2 * n },
      { name: 'api_usage', usage: 3 * n },
      { name: 'monitor_request_runs', usage: 4 * n },
    ]
    const { marks } = countBetween({ provider: 'postman', marks: [], figures: figures(1) })
    expect(countBetween({ provider: 'postman', marks, figures: figures(2) }).counted).toEqual([
      { name: 'flow_requests', resource: 'flows', credits: 1 },
      { name: 'ai_millicredits', resource: 'ai', credits: 2 },
      { name: 'api_usage', resource: 'api-calls', credits: 3 },
    ])
  })

  it('sums to what was used, whenever it is read and however often', () => {
    const growth = fc.array(fc.double({ min: 0, max: 1_000, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(growth, fc.array(fc.boolean()), (steps, isRead) => {
        let usage = 0.5
        let marks: readonly Mark[] = []
        let sum = 0
        const read = () => {
          const after = countBetween({ provider: 'postman', marks, figures: [flows(usage)] })
          marks = after.marks
          for (const each of after.counted) sum += each.credits
        }
        read()
        for (const [index, step] of steps.entries()) {
          usage += step
          if (isRead[index]) read()
        }
        read()
        expect(sum).toBe(Math.floor(usage))
      }),
    )
  })
})

describe('a provider’s limit', () => {
  test.each([
    [1_000_000, { kind: 'limited', credits: 1_000_000 }],
    [8.88, { kind: 'limited', credits: 8 }],
    [0, { kind: 'limited', credits: 0 }],
    [99_999_999, { kind: 'unlimited' }],
  ])('%d', (limit, expected) => {
    expect(reportedAllowance(limit)).toEqual(expected)
  })

  it('belongs to a figure of that provider only', () => {
    expect(figureTraits('flowly', 'flow_requests')).toBeUndefined()
    expect(figureTraits('postman', 'constructor')).toBeUndefined()
    expect(figureTraits('flowly', 'plan')?.resource).toBe('assistant')
  })
})
