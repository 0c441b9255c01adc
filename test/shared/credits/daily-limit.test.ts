import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_CREDITS } from '#shared/credits/amounts.ts'
import {
  admitToday,
  type ServerDay,
  serverDayState,
  waysOutOfBoth,
  waysOutToday,
} from '#shared/credits/daily-limit.ts'
import type { WayOut } from '#shared/credits/ways-out.ts'

const ADMITTED = { kind: 'admitted' } as const
const refused = (free: number, missing: number) => ({ kind: 'refused', free, missing }) as const
const TOMORROW: WayOut = { kind: 'wait-for-renewal', at: 99 }

describe('a run on a server with a daily limit', () => {
  test.each([
    ['exactly what is left', { limit: 50, used: 30, held: 0 }, 20, ADMITTED],
    ['one more than is left', { limit: 50, used: 30, held: 0 }, 21, refused(20, 1)],
    ['beside what other runs hold', { limit: 50, used: 30, held: 15 }, 6, refused(5, 1)],
    [
      'past the limit: nothing is left, not less',
      { limit: 50, used: 80, held: 9 },
      1,
      refused(0, 1),
    ],
    [
      'a limit lowered below what was used today',
      { limit: 5, used: 30, held: 0 },
      1,
      refused(0, 1),
    ],
    ['nothing, which costs nothing', { limit: 0, used: 0, held: 0 }, 0, ADMITTED],
    ['anything, of a limit of nothing', { limit: 0, used: 0, held: 0 }, 1, refused(0, 1)],
  ])('asks for %s', (_, day, estimate, answer) => {
    expect(admitToday(day, estimate)).toEqual(answer)
  })

  test.each<[string, ServerDay, number, WayOut[]]>([
    ['there is none for a run that may start', { limit: 9, used: 0, held: 0 }, 9, []],
    [
      'less, a higher limit, tomorrow',
      { limit: 50, used: 30, held: 0 },
      21,
      [{ kind: 'ask-for-less', credits: 20 }, { kind: 'raise-server-limit', to: 51 }, TOMORROW],
    ],
    [
      'other runs, where they hold enough',
      { limit: 50, used: 30, held: 20 },
      20,
      [{ kind: 'wait-for-runs', credits: 20 }, { kind: 'raise-server-limit', to: 70 }, TOMORROW],
    ],
    [
      'not other runs, where all that they hold would be too much today',
      { limit: 50, used: 45, held: 40 },
      20,
      [{ kind: 'raise-server-limit', to: 105 }, TOMORROW],
    ],
    [
      'not tomorrow, where the limit is too low for it on any day',
      { limit: 5, used: 5, held: 0 },
      6,
      [{ kind: 'raise-server-limit', to: 11 }],
    ],
    [
      'no limit beyond what can be set',
      { limit: MAX_CREDITS, used: 1, held: 0 },
      MAX_CREDITS,
      [{ kind: 'ask-for-less', credits: MAX_CREDITS - 1 }, TOMORROW],
    ],
  ])('%s', (_, day, estimate, ways) => {
    expect(waysOutToday(day, { estimate, nextDay: 99 })).toEqual(ways)
  })

  const amount = fc.integer({ min: 0, max: 300 })
  const day = fc.record({ limit: amount, used: amount, held: amount })

  test('each way out lets it start', () => {
    fc.assert(
      fc.property(day, amount, (day, estimate) => {
        for (const way of waysOutToday(day, { estimate, nextDay: 99 })) {
          expect(after(day, way, estimate)).toEqual(ADMITTED)
        }
      }),
    )
  })

  test('what is admitted never passes the limit', () => {
    fc.assert(
      fc.property(day, fc.array(fc.integer({ min: 1, max: 60 })), (day, estimates) => {
        let { held } = day
        for (const estimate of estimates) {
          if (admitToday({ ...day, held }, estimate).kind === 'admitted') held += estimate
        }
        expect(held === day.held || day.used + held <= day.limit).toBe(true)
      }),
    )
  })
})

function after(day: ServerDay, way: WayOut, estimate: number) {
  switch (way.kind) {
    case 'ask-for-less':
      return admitToday(day, way.credits)
    case 'raise-server-limit':
      return admitToday({ ...day, limit: way.to }, estimate)
    case 'wait-for-runs':
      return admitToday({ ...day, held: 0 }, estimate)
    case 'wait-for-renewal':
      return admitToday({ ...day, used: 0, held: 0 }, estimate)
    default:
      throw new Error(`no way out of a server's limit: ${way.kind}`)
  }
}

describe('where the account refuses it too', () => {
  const ways: WayOut[] = [
    { kind: 'ask-for-less', credits: 30 },
    { kind: 'buy-bonus', pack: 'p', credits: 1_000, micros: 1 },
    TOMORROW,
  ]
  test.each<[string, ServerDay, WayOut[]]>([
    ['all of them stay, where the server has enough', { limit: 40, used: 0, held: 0 }, ways],
    [
      'only those that lift both stay',
      { limit: 40, used: 35, held: 0 },
      [{ kind: 'ask-for-less', credits: 5 }, TOMORROW],
    ],
    ['none, where the server never has as much', { limit: 39, used: 39, held: 0 }, []],
  ])('%s', (_, day, left) => {
    expect(waysOutOfBoth(ways, { day, estimate: 40 })).toEqual(left)
  })
})

test.each([
  [{ limit: 40, used: 29 }, 'ok', { kind: 'share', bps: 7_250 }],
  [{ limit: 40, used: 30 }, 'warning', { kind: 'share', bps: 7_500 }],
  [{ limit: 40, used: 40 }, 'reached', { kind: 'share', bps: 10_000 }],
  [{ limit: 40, used: 41 }, 'exceeded', { kind: 'share', bps: 10_250 }],
  [{ limit: 0, used: 0 }, 'reached', { kind: 'not-applicable' }],
])('%o is %s', (day, limit, share) => {
  expect(serverDayState(day)).toEqual({ limit, share })
})
