import { describe, expect, it } from 'vitest'
import { findPlan } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import {
  type Lift,
  liftOf,
  liftSentence,
  otherwiseOf,
  otherwiseSentence,
} from '#shared/credits/lift.ts'

describe('what lifts stopped work', () => {
  it.each<[Parameters<typeof liftOf>[0], Lift]>([
    [{ payAsYouGo: 'off', capReached: false }, 'turn-on'],
    [{ payAsYouGo: 'on', capReached: true }, 'raise-cap'],
    [{ payAsYouGo: 'off', capReached: true }, 'turn-on-and-raise-cap'],
    [{ payAsYouGo: 'unavailable', capReached: false }, 'none'],
  ])('of %j is %s', (options, lift) => {
    expect(liftOf(options)).toBe(lift)
  })
})

describe('what lifts a limit without pay-as-you-go', () => {
  const of = (id: string, resource: 'assistant' | 'api-calls') => {
    const plan = findPlan(DEFAULT_CATALOG, id)
    return plan && otherwiseOf(DEFAULT_CATALOG, plan, resource)
  }

  it('is what can be bought, and the smallest larger plan, if there is one', () => {
    expect(of('team', 'assistant')).toEqual({ bonus: true, plan: 'Enterprise' })
    expect(of('free', 'api-calls')).toEqual({ bonus: false, plan: 'Solo' })
    expect(of('enterprise', 'api-calls')).toEqual({ bonus: false })
  })

  it.each([
    [
      'bonus credits, which are less than a plan',
      { bonus: true, plan: 'Enterprise' },
      'Buying bonus credits lifts this at once.',
      'A Billing admin can buy bonus credits, which lifts this at once.',
    ],
    [
      'the plan by its name',
      { bonus: false, plan: 'Enterprise' },
      'The Enterprise plan lifts this at once; a team admin can choose it.',
      'The Enterprise plan lifts this at once; a team admin can choose it.',
    ],
    [
      'nothing, on the largest plan',
      { bonus: false },
      'Nothing lifts it before.',
      'Nothing lifts it before.',
    ],
  ])('says: %s', (_, otherwise, billing, others) => {
    expect(otherwiseSentence(otherwise, { canSwitch: true })).toBe(billing)
    expect(otherwiseSentence(otherwise, { canSwitch: false })).toBe(others)
  })
})

describe('what lifts stopped work, in words', () => {
  it.each<[Lift, string | undefined, string | undefined]>([
    [
      'turn-on',
      'Turning on pay-as-you-go for the paused members lifts this at once.',
      'A Billing admin can turn on pay-as-you-go for the paused members, which lifts this at once.',
    ],
    [
      'raise-cap',
      'The spend cap is reached; raising it lifts this at once.',
      'The spend cap is reached; a Billing admin can raise it, which lifts this at once.',
    ],
    [
      'turn-on-and-raise-cap',
      'The spend cap is reached; raising it and turning on pay-as-you-go for the paused members lifts this at once.',
      'The spend cap is reached; a Billing admin can raise it and turn on pay-as-you-go for the paused members, which lifts this at once.',
    ],
    ['none', undefined, undefined],
  ])('%s', (lift, billing, others) => {
    const whom = ' for the paused members'
    expect(liftSentence(lift, { canSwitch: true, whom })).toBe(billing)
    expect(liftSentence(lift, { canSwitch: false, whom })).toBe(others)
  })

  it('names nobody where it is for all', () => {
    expect(liftSentence('turn-on', { canSwitch: true })).toBe(
      'Turning on pay-as-you-go lifts this at once.',
    )
  })

  it('is nothing where it is on and no cap holds it', () => {
    expect(liftOf({ payAsYouGo: 'on', capReached: false })).toBe('none')
    expect(liftOf({ payAsYouGo: 'unavailable', capReached: true })).toBe('none')
  })
})
