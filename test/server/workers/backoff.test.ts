import { expect, it } from 'vitest'
import { endsInARow, restartDelay } from '#server/workers/backoff.ts'

it('waits twice as long each time, and never more than half a minute', () => {
  const delays = Array.from({ length: 11 }, (_, at) => restartDelay(at + 1))
  expect(delays).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000])
})

it.each([
  ['of its start', 3, 59_999, 4],
  ['after a minute: that is a new story', 3, 60_000, 1],
  ['for the first time', 0, 5, 1],
])('counts one that ended %s', (_, before, livedFor, ends) => {
  expect(endsInARow(before, livedFor)).toBe(ends)
})
