import { describe, expect, test } from 'vitest'
import { DAY } from '#shared/credits/amounts.ts'
import { isArchivable, keptSince } from '#shared/credits/retention.ts'

const CASES: [string, number, string, string][] = [
  ['a month back is the same day', 1, '2026-11-21T10:30:00Z', '2026-10-21T10:30:00Z'],
  ['a day that the month lacks is its last', 1, '2026-03-31T00:00:00Z', '2026-02-28T00:00:00Z'],
  ['in a leap year, too', 1, '2028-03-30T12:00:00Z', '2028-02-29T12:00:00Z'],
  ['over the end of a year', 2, '2026-01-15T00:00:00Z', '2025-11-15T00:00:00Z'],
  ['two years', 24, '2026-11-21T23:59:59Z', '2024-11-21T23:59:59Z'],
]

describe('charges are kept since', () => {
  test.each(CASES)('%s', (_, months, asOf, since) => {
    expect(new Date(keptSince({ months, asOf: Date.parse(asOf) }))).toEqual(new Date(since))
  })
})

describe('a cycle', () => {
  const closing = { end: 10 * DAY, closedAt: 11 * DAY }
  test.each([
    ['that ended by then is archivable', 10 * DAY, 20 * DAY, true],
    ['that ended a moment later is not', 10 * DAY - 1, 20 * DAY, false],
    ['that is not closed yet is not', 10 * DAY, 11 * DAY - 1, false],
  ])('%s', (_, before, asOf, is) => {
    expect(isArchivable(closing, { before, asOf })).toBe(is)
  })
})
