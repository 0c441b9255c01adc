import fc from 'fast-check'
import { expect, test } from 'vitest'
import { meterScale } from '#web/ui/meter-scale.ts'

test.each([
  { name: 'half', used: 50, allowance: 100, within: 50, limitAt: 100, past: false },
  {
    name: 'exactly the limit is not past it',
    used: 100,
    allowance: 100,
    within: 100,
    limitAt: 100,
    past: false,
  },
  {
    name: 'twice the limit: the limit is in the middle',
    used: 200,
    allowance: 100,
    within: 50,
    limitAt: 50,
    past: true,
  },
  {
    name: 'far past: the limit stays where it can be seen',
    used: 9_000,
    allowance: 100,
    within: 30,
    limitAt: 30,
    past: true,
  },
  { name: 'nothing of nothing', used: 0, allowance: 0, within: 0, limitAt: 0, past: false },
  { name: 'something of nothing', used: 3, allowance: 0, within: 0, limitAt: 0, past: true },
])('$name', ({ used, allowance, within, limitAt, past }) => {
  expect(meterScale({ used, allowance })).toMatchObject({ within, limitAt, past })
})

test('nothing is ever drawn outside the track', () => {
  const amount = fc.integer({ min: 0, max: 100_000_000_000 })
  fc.assert(
    fc.property(amount, amount, amount, (used, allowance, expected) => {
      const scale = meterScale({ used, allowance, expected })
      for (const at of [scale.within, scale.expected, scale.warningAt, scale.limitAt]) {
        expect(at).toBeGreaterThanOrEqual(0)
        expect(at).toBeLessThanOrEqual(100)
      }
      expect(scale.expected).toBeGreaterThanOrEqual(scale.within)
    }),
  )
})
