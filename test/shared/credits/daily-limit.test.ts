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
import type { OneWayOut, WayOut } from '#shared/credits/ways-out.ts'

const ADMITTED = { kind: 'admitted' } as const
const refused = (free: number, missing: number) => ({ kind: 'refused', free, missing }) as const
const TOMORROW: OneWayOut = { kind: 'wait-for-renewal', at: 99 }

describe('a run on a server with a daily limit', () => {
  test.each([
    ['exactly what is left', { limit: 50, used: 30, held: 0 }, 20, ADMITTED],
    ['one more than is left', { limit: 50, used: 30, held: 0 }, 21, refused(20, 1)],
    ['beside what other runs hold', { limit: 50, used: 30, held: 15 }, 6, refused(5, 1)],
    [
      'past the limit: nothing is left, not less, and that is missing too',
      { limit: 50, used: 80, held: 9 },
      1,
      refused(0, 40),
    ],
    [
      'a limit lowered below what was used today',
      { limit: 5, used: 30, held: 0 },
      1,
      refused(0, 26),
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
      'other runs, only as much of what they hold as is needed',
      { limit: 50, used: 30, held: 15 },
      10,
      [
        { kind: 'ask-for-less', credits: 5 },
        { kind: 'wait-for-runs', credits: 5 },
        { kind: 'raise-server-limit', to: 55 },
        TOMORROW,
      ],
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
    expect(waysOutToday(day, { needed: estimate, nextDay: 99, heldThen: 0 })).toEqual(ways)
  })

  test('not tomorrow, where runs will still hold too much', () => {
    const day = { limit: 50, used: 40, held: 20 }
    const run = { needed: 31, nextDay: 99 }
    expect(waysOutToday(day, { ...run, heldThen: 19 })).toContainEqual(TOMORROW)
    expect(waysOutToday(day, { ...run, heldThen: 20 })).not.toContainEqual(TOMORROW)
  })

  const amount = fc.integer({ min: 0, max: 300 })
  const day = fc.record({ limit: amount, used: amount, held: amount })

  test('each way out lets it start, and nothing less of it would', () => {
    fc.assert(
      fc.property(day, amount, amount, (day, needed, expiring) => {
        const heldThen = Math.max(0, day.held - expiring)
        for (const way of waysOutToday(day, { needed, nextDay: 99, heldThen })) {
          const kinds = [way, ...oneLess(way)].map(
            (tried) => after(day, { way: tried, needed, heldThen }).kind,
          )
          expect(kinds).toEqual(['admitted', 'refused'].slice(0, kinds.length))
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

type Followed = { way: OneWayOut; needed: number; heldThen: number }

function after(day: ServerDay, { way, needed, heldThen }: Followed) {
  switch (way.kind) {
    case 'ask-for-less':
      return admitToday(day, way.credits)
    case 'raise-server-limit':
      return admitToday({ ...day, limit: way.to }, needed)
    case 'wait-for-runs':
      expect(way.credits).toBeLessThanOrEqual(day.held)
      return admitToday({ ...day, held: day.held - way.credits }, needed)
    case 'wait-for-renewal':
      return admitToday({ ...day, used: 0, held: heldThen }, needed)
    default:
      throw new Error(`no way out of a server's limit: ${way.kind}`)
  }
}

function oneLess(way: OneWayOut): OneWayOut[] {
  switch (way.kind) {
    case 'ask-for-less':
      return [{ ...way, credits: way.credits + 1 }]
    case 'raise-server-limit':
      return [{ ...way, to: way.to - 1 }]
    case 'wait-for-runs':
      return [{ ...way, credits: way.credits - 1 }]
    default:
      return []
  }
}

describe('where the account refuses it too', () => {
  const pack: OneWayOut = { kind: 'buy-bonus', pack: 'p', credits: 1_000, micros: 1 }
  const ways: OneWayOut[] = [
    { kind: 'ask-for-less', credits: 30 },
    { kind: 'wait-for-runs', credits: 10 },
    pack,
    { kind: 'wait-for-renewal', at: 99 },
  ]
  const together = (way: OneWayOut, to: number): WayOut => ({
    kind: 'together',
    ways: [way, { kind: 'raise-server-limit', to }],
  })
  test.each<[string, ServerDay, WayOut[]]>([
    ['all of them stay, where the server has enough', { limit: 40, used: 0, held: 0 }, ways],
    [
      'those that lift both stay, and the others need a higher limit of the server',
      { limit: 40, used: 35, held: 0 },
      [
        { kind: 'ask-for-less', credits: 5 },
        together({ kind: 'wait-for-runs', credits: 10 }, 75),
        together(pack, 75),
        TOMORROW,
      ],
    ],
    [
      'runs of the server that hold enough are waited for, for the longer of both',
      { limit: 40, used: 0, held: 15 },
      [
        { kind: 'ask-for-less', credits: 25 },
        { kind: 'wait-for-runs', credits: 15 },
        together(pack, 55),
        TOMORROW,
      ],
    ],
    [
      'all need a higher limit, where the server never has as much',
      { limit: 39, used: 39, held: 0 },
      [
        together({ kind: 'wait-for-runs', credits: 10 }, 79),
        together(pack, 79),
        together({ kind: 'wait-for-renewal', at: 99 }, 40),
      ],
    ],
    [
      'none, where no limit could be so high',
      { limit: MAX_CREDITS, used: MAX_CREDITS, held: 0 },
      [TOMORROW],
    ],
  ])('%s', (_, day, left) => {
    expect(waysOutOfBoth(ways, { day, needed: 40, heldAtRenewal: 0 })).toEqual(left)
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
