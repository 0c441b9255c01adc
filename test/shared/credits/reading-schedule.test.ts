import { describe, expect, it, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '#shared/credits/amounts.ts'
import {
  failureSentence,
  isToBeTold,
  READING_FAILURES,
  type ReadingFailure,
} from '#shared/credits/reading-failure.ts'
import { nextReading } from '#shared/credits/reading-schedule.ts'

const AT = Date.parse('2026-11-21T10:00:00Z')

function waits(failure: ReadingFailure | undefined, failures: number, patience?: number) {
  const { next, notBefore } = nextReading({ at: AT, failure, failures, patience })
  return { next: next - AT, notBefore: notBefore - AT }
}

describe('the next reading', () => {
  it('is an hour after one that went well', () => {
    expect(waits(undefined, 0)).toEqual({ next: HOUR, notBefore: 10 * SECOND })
  })

  test.each([
    [1, MINUTE],
    [2, 5 * MINUTE],
    [3, 15 * MINUTE],
    [4, HOUR],
    [5, 3 * HOUR],
    [6, 3 * HOUR],
    [1_000, 3 * HOUR],
  ])('comes later with each failure in a row: %d', (failures, wait) => {
    expect(waits('unavailable', failures).next).toBe(wait)
  })

  it('is rare where only a person can mend it', () => {
    expect(waits('refused-key', 1).next).toBe(6 * HOUR)
    expect(waits('locked', 9).next).toBe(6 * HOUR)
  })

  it('waits as long as the provider asks for, also when people ask, up to a day', () => {
    expect(waits('rate-limited', 1, 10 * MINUTE)).toEqual({
      next: 10 * MINUTE,
      notBefore: 10 * MINUTE,
    })
    expect(waits('rate-limited', 4, MINUTE)).toEqual({ next: HOUR, notBefore: MINUTE })
    expect(waits('rate-limited', 1, 400 * DAY)).toEqual({ next: DAY, notBefore: DAY })
    expect(waits('unavailable', 1, -5)).toEqual({ next: MINUTE, notBefore: 10 * SECOND })
  })

  it('always comes, and never at once', () => {
    for (const failure of READING_FAILURES) {
      for (let failures = 1; failures < 9; failures++) {
        expect(waits(failure, failures).next).toBeGreaterThanOrEqual(MINUTE)
      }
    }
  })
})

describe('people are told', () => {
  test.each([
    ['at once of a key that is not taken', 'refused-key', 0, true],
    ['at once of a key that can’t be opened', 'locked', 0, true],
    ['not of a short outage', 'unavailable', 6 * HOUR - 1, false],
    ['of one that lasts', 'unavailable', 6 * HOUR, true],
    ['of an answer that stays misshapen', 'misshapen', 6 * HOUR, true],
  ] as const)('%s', (_name, failure, lasts, told) => {
    expect(isToBeTold({ failure, since: AT, at: AT + lasts })).toBe(told)
  })

  it('in a sentence of its own for each failure', () => {
    const sentences = READING_FAILURES.map((failure) => failureSentence(failure, 'flowly'))
    expect(new Set(sentences).size).toBe(READING_FAILURES.length)
    for (const sentence of sentences) expect(sentence).toMatch(/^(Flowly|The key).+\.$/)
  })
})
