import { describe, expect, it } from 'vitest'
import { type Lift, liftOf } from '#shared/credits/lift.ts'

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
