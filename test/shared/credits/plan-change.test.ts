import { expect, test } from 'vitest'
import { planBefore } from '#shared/credits/plan-change.ts'

const CHANGES = [
  { at: 10, from: 'free', plan: 'team' },
  { at: 20, from: 'team', plan: 'enterprise' },
  { at: 20, from: 'enterprise', plan: 'solo' },
]

test.each([
  [0, 'free'],
  [10, 'free'],
  [11, 'team'],
  [20, 'team'],
  [21, 'solo'],
  [99, 'solo'],
])('just before %i the plan was %s', (before, plan) => {
  expect(planBefore({ current: 'solo', changes: CHANGES, before })).toBe(plan)
})

test('without a change it is the one of now', () => {
  expect(planBefore({ current: 'team', changes: [], before: 0 })).toBe('team')
})
