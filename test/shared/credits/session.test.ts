import { expect, test } from 'vitest'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import {
  isIdle,
  isSeenAnew,
  SESSION_ENDS_AFTER,
  SESSION_IDLE_FOR,
} from '#shared/credits/session.ts'
import { KEPT_AFTER_END } from '#shared/credits/tidy.ts'

const AT = Date.parse('2026-11-21T10:00:00Z')

test('a session ends a month after signing in, and a week after its last use', () => {
  expect([SESSION_ENDS_AFTER, SESSION_IDLE_FOR]).toEqual([2_592_000_000, 604_800_000])
})

test.each([
  ['a moment less than a week', 7 * DAY - 1, false],
  ['exactly a week', 7 * DAY, true],
  ['no time at all', 0, false],
  ['less than none, by a clock that was set back', -DAY, false],
])('one that was not used for %s', (_, idleFor, is) => {
  expect(isIdle({ seenAt: AT - idleFor }, AT)).toBe(is)
})

test.each([
  ['a moment less than an hour', HOUR - 1, false],
  ['exactly an hour', HOUR, true],
  ['weeks', 21 * DAY, true],
])('its use is written down anew after %s', (_, since, is) => {
  expect(isSeenAnew({ seenAt: AT - since }, AT)).toBe(is)
})

test('what is over is kept for a month', () => {
  expect(KEPT_AFTER_END).toBe(2_592_000_000)
})
