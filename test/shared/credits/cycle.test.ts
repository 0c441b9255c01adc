import { describe, expect, it, test } from 'vitest'
import { HOUR } from '#shared/credits/amounts.ts'
import {
  type BillingTerms,
  cycleAt,
  cycleLookup,
  cycleOfId,
  cycleOfIndex,
  cyclesBetween,
  dateAt,
  dayIndexAt,
  dayOfDate,
  dayStartLookup,
  daysOf,
  daysUpTo,
  isZone,
  localDayAt,
} from '#shared/credits/cycle.ts'

function terms(anchor: string, zone = 'UTC'): BillingTerms {
  return { anchor, zone }
}

function utc(text: string): number {
  return Date.parse(text)
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

/** The first days of the cycles from index `from` on. */
function firstDays(of: BillingTerms, from: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => cycleOfIndex(of, from + index).id)
}

const SEQUENCES: { name: string; terms: BillingTerms; from: number; days: string[] }[] = [
  {
    name: 'an anchor on the 31st is shortened and comes back, through February and beyond',
    terms: terms('2025-12-31'),
    from: 0,
    days: [
      '2025-12-31',
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
      '2026-06-30',
      '2026-07-31',
      '2026-08-31',
      '2026-09-30',
      '2026-10-31',
      '2026-11-30',
      '2026-12-31',
    ],
  },
  {
    name: 'an anchor on the 31st in a leap year',
    terms: terms('2023-12-31'),
    from: 1,
    days: ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30'],
  },
  {
    name: 'an anchor on the 30th is shortened in February only',
    terms: terms('2026-01-30'),
    from: 0,
    days: ['2026-01-30', '2026-02-28', '2026-03-30', '2026-04-30', '2026-05-30'],
  },
  {
    name: 'an anchor on a leap day, a year and four years on',
    terms: terms('2024-02-29'),
    from: 11,
    days: ['2025-01-29', '2025-02-28', '2025-03-29'],
  },
  {
    name: 'an anchor on a leap day, four years on',
    terms: terms('2024-02-29'),
    from: 47,
    days: ['2028-01-29', '2028-02-29', '2028-03-29'],
  },
  {
    name: 'an anchor in a short month is not stretched to month ends',
    terms: terms('2026-02-28'),
    from: 0,
    days: ['2026-02-28', '2026-03-28', '2026-04-28'],
  },
  {
    name: 'cycles before the anchor are counted back from it',
    terms: terms('2026-03-31'),
    from: -4,
    days: ['2025-11-30', '2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31'],
  },
  {
    name: 'the century that is no leap year',
    terms: terms('2099-12-31'),
    from: 1,
    days: ['2100-01-31', '2100-02-28', '2100-03-31'],
  },
]

describe('the first days of cycles', () => {
  test.each(SEQUENCES)('$name', (sequence) => {
    const { days } = sequence
    expect(firstDays(sequence.terms, sequence.from, days.length)).toEqual(days)
  })
})

type Length = { name: string; terms: BillingTerms; index?: number; hours: number }

const LENGTHS: Length[] = [
  { name: 'March in Berlin', terms: terms('2026-03-01', 'Europe/Berlin'), hours: 743 },
  { name: 'October in Berlin', terms: terms('2026-10-01', 'Europe/Berlin'), hours: 745 },
  { name: 'November in Berlin', terms: terms('2026-11-01', 'Europe/Berlin'), hours: 720 },
  { name: 'March in New York', terms: terms('2026-03-01', 'America/New_York'), hours: 743 },
  { name: 'November in New York', terms: terms('2026-11-01', 'America/New_York'), hours: 721 },
  { name: 'March in UTC', terms: terms('2026-03-01'), hours: 744 },
  { name: 'February', terms: terms('2026-02-01'), hours: 672 },
  { name: 'a leap February', terms: terms('2028-02-01'), hours: 696 },
  { name: 'half an hour less', terms: terms('2026-10-01', 'Australia/Lord_Howe'), hours: 743.5 },
  { name: 'half an hour more', terms: terms('2026-04-01', 'Australia/Lord_Howe'), hours: 720.5 },
  { name: 'a day that never was', terms: terms('2011-12-01', 'Pacific/Apia'), hours: 720 },
]

describe('a cycle', () => {
  test.each(LENGTHS)('$name is $hours hours long, and its days sum to it', (of) => {
    const cycle = cycleOfIndex(of.terms, 0)
    expect((cycle.end - cycle.start) / HOUR).toBe(of.hours)
    const days = daysOf(cycle, of.terms.zone)
    expect(days.reduce((sum, day) => sum + day.end - day.start, 0) / HOUR).toBe(of.hours)
  })

  it('holds its first instant, and not the one it ends at', () => {
    const of = terms('2026-01-31')
    const start = utc('2026-02-28T00:00:00Z')
    const end = utc('2026-03-31T00:00:00Z')
    const cycle = { id: '2026-02-28', index: 1, start, end }
    expect(cycleAt(of, start)).toEqual(cycle)
    expect(cycleAt(of, end - 1)).toEqual(cycle)
    expect(cycleAt(of, end).id).toBe('2026-03-31')
    expect(cycleAt(of, start - 1).id).toBe('2026-01-31')
  })

  it('is cut at local midnight, not at UTC’s', () => {
    const cycle = cycleOfIndex(terms('2026-06-01', 'Asia/Kathmandu'), 0)
    expect([iso(cycle.start), iso(cycle.end)]).toEqual([
      '2026-05-31T18:15:00.000Z',
      '2026-06-30T18:15:00.000Z',
    ])
  })

  it('starts at the first instant of a day whose midnight is skipped', () => {
    const brazil = cycleOfIndex(terms('2018-11-04', 'America/Sao_Paulo'), 0)
    expect(iso(brazil.start)).toBe('2018-11-04T03:00:00.000Z')
    const egypt = cycleOfIndex(terms('2026-04-24', 'Africa/Cairo'), 0)
    expect(iso(egypt.start)).toBe('2026-04-23T22:00:00.000Z')
  })

  it('starts at the first of two midnights', () => {
    const cuba = cycleOfIndex(terms('2026-11-01', 'America/Havana'), 0)
    expect(iso(cuba.start)).toBe('2026-11-01T04:00:00.000Z')
    expect(cycleAt(terms('2026-11-01', 'America/Havana'), cuba.start + HOUR).index).toBe(0)
  })

  it('of which the first day was skipped starts with the day after, under the name of its own', () => {
    const apia = terms('2011-11-30', 'Pacific/Apia')
    const cycle = cycleOfIndex(apia, 1)
    expect(cycle.id).toBe('2011-12-30')
    expect(iso(cycle.start)).toBe('2011-12-30T10:00:00.000Z')
    expect(daysOf(cycle, apia.zone)[0]?.date).toBe('2011-12-31')
    expect(cycleOfId(apia, '2011-12-30')).toEqual(cycle)
    expect(cycleOfId(apia, '2011-12-31')).toBeUndefined()
  })

  it('keeps instants in it that local clocks show on the day before', () => {
    // At 00:01 on this day the clocks went back to 23:01.
    const of = terms('2010-11-07', 'America/St_Johns')
    const cycle = cycleOfIndex(of, 0)
    expect(iso(cycle.start)).toBe('2010-11-07T02:30:00.000Z')
    expect(cycleAt(of, cycle.start + 30 * 60_000)).toEqual(cycle)
    expect(daysOf(cycle, of.zone)[0]).toEqual({
      date: '2010-11-07',
      weekday: 7,
      start: cycle.start,
      end: utc('2010-11-08T03:30:00Z'),
    })
  })
})

describe('a cycle by its name', () => {
  const of = terms('2026-01-31', 'Europe/Berlin')

  it('is found by its first day', () => {
    expect(cycleOfId(of, '2026-02-28')).toEqual(cycleOfIndex(of, 1))
    expect(cycleOfId(of, '2025-12-31')).toEqual(cycleOfIndex(of, -1))
  })

  test.each([
    '2026-02-27',
    '2026-03-01',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-2-28',
    '2026-02-28T00:00:00Z',
    '+002026-02-28',
    '-000001-01-31',
    'today',
    '',
  ])('is not found by %j', (id) => {
    expect(cycleOfId(of, id)).toBeUndefined()
  })

  it('can be asked for at the ends of the calendar', () => {
    expect(cycleOfId(of, '0001-01-31')?.id).toBe('0001-01-31')
    expect(cycleOfId(of, '9999-12-31')?.id).toBe('9999-12-31')
  })
})

describe('cycles between two instants', () => {
  const of = terms('2026-01-31')

  it('are all that they fall in, newest first', () => {
    const span = { from: utc('2026-02-01T00:00:00Z'), to: utc('2026-04-30T00:00:00Z') }
    const ids = cyclesBetween(of, span).map((cycle) => cycle.id)
    expect(ids).toEqual(['2026-04-30', '2026-03-31', '2026-02-28', '2026-01-31'])
  })

  it('are one when both fall in it, and none when they are the wrong way round', () => {
    const from = utc('2026-02-01T00:00:00Z')
    expect(cyclesBetween(of, { from, to: from }).map((cycle) => cycle.index)).toEqual([0])
    expect(cyclesBetween(of, { from, to: utc('2025-01-01T00:00:00Z') })).toEqual([])
  })
})

describe('a cycle lookup', () => {
  it('gives the same as asking anew, in any order', () => {
    const of = terms('2026-01-31', 'Australia/Lord_Howe')
    const lookup = cycleLookup(of)
    const times = [3, 1, 2, 3, -9, 40, 2, 1].map((n) => utc('2026-01-31T00:00:00Z') + n * 9e8)
    expect(times.map(lookup)).toEqual(times.map((at) => cycleAt(of, at)))
  })

  it('gives the next cycle at the very end of one that it has seen', () => {
    const of = terms('2026-01-31')
    const lookup = cycleLookup(of)
    const { start, end } = lookup(utc('2026-02-01T00:00:00Z'))
    expect([start - 1, start, end - 1, end].map((at) => lookup(at).index)).toEqual([-1, 0, 0, 1])
  })
})

describe('the days of a cycle', () => {
  it('are local, with their weekdays, the last one ending with the cycle', () => {
    const cycle = cycleOfIndex(terms('2026-03-28', 'Europe/Berlin'), 0)
    const days = daysOf(cycle, 'Europe/Berlin')
    expect(days).toHaveLength(31)
    expect(days.slice(0, 3)).toEqual([
      {
        date: '2026-03-28',
        weekday: 6,
        start: utc('2026-03-27T23:00:00Z'),
        end: utc('2026-03-28T23:00:00Z'),
      },
      {
        date: '2026-03-29',
        weekday: 7,
        start: utc('2026-03-28T23:00:00Z'),
        end: utc('2026-03-29T22:00:00Z'),
      },
      {
        date: '2026-03-30',
        weekday: 1,
        start: utc('2026-03-29T22:00:00Z'),
        end: utc('2026-03-30T22:00:00Z'),
      },
    ])
    expect(days.at(-1)?.end).toBe(cycle.end)
  })

  it('leave out the day that a zone skipped', () => {
    const cycle = cycleOfIndex(terms('2011-12-15', 'Pacific/Apia'), 0)
    const dates = daysOf(cycle, 'Pacific/Apia').map((day) => day.date)
    expect(dates.slice(13, 17)).toEqual(['2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01'])
  })

  it('are none in no time', () => {
    const at = utc('2026-01-01T00:00:00Z')
    expect(daysOf({ start: at, end: at }, 'UTC')).toEqual([])
  })
})

describe('a zone', () => {
  test.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Etc/GMT+12', '+05:30'])('is %s', (zone) => {
    expect(isZone(zone)).toBe(true)
  })

  test.each(['', 'Berlin', 'Mars/Olympus', '+25:00', '2026-01-01T00:00:00Z', '2026-01-01[UTC]'])(
    'is not %j',
    (zone) => {
      expect(isZone(zone)).toBe(false)
    },
  )
})

test.each(['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Africa/Cairo', 'Pacific/Apia'])(
  'every instant is in the day that the tiling has it in, in any order: %s',
  (zone) => {
    // Apia skipped 30 December 2011 as a whole; Cairo's midnight was skipped on 28 April 2023.
    for (const start of [utc('2011-12-25T00:00Z'), utc('2023-04-20T00:00Z')]) {
      const { start: first } = daysOf({ start, end: start + 1 }, zone)[0] ?? { start }
      const days = daysOf({ start: first, end: first + 12 * 24 * HOUR }, zone)
      const dayStart = dayStartLookup(zone)
      for (let n = 0; n < 11 * 96; n++) {
        const at = first + ((n * 7_919) % (11 * 96)) * (HOUR / 4)
        const index = dayIndexAt(days, at)
        expect(days[index ?? -1]?.start).toBe(dayStart(at))
        expect(at).toBeLessThan(days[index ?? -1]?.end ?? 0)
      }
    }
  },
)

test('an instant in a gap, before or after the days is in none', () => {
  const days = [
    { start: 0, end: 10 },
    { start: 20, end: 30 },
  ]
  expect([-1, 0, 9, 10, 19, 20, 29, 30].map((at) => dayIndexAt(days, at))).toEqual([
    undefined,
    0,
    0,
    undefined,
    undefined,
    1,
    1,
    undefined,
  ])
  expect(dayIndexAt([], 0)).toBeUndefined()
})

describe('local days', () => {
  const ZONE = 'Asia/Kathmandu'
  const at = (text: string) => Date.parse(text)

  it('one by its date, and the one that an instant falls in', () => {
    const day = { start: at('2026-11-20T18:15:00Z'), end: at('2026-11-21T18:15:00Z') }
    expect(dayOfDate(ZONE, '2026-11-21')).toEqual(day)
    expect(localDayAt(ZONE, day.start)).toEqual(day)
    expect(localDayAt(ZONE, day.end - 1)).toEqual(day)
    expect(dateAt(day.end - 1, ZONE)).toBe('2026-11-21')
    expect(dateAt(day.end, ZONE)).toBe('2026-11-22')
  })

  it('a day of 23 hours ends when it does', () => {
    const day = dayOfDate('Europe/Berlin', '2026-03-29')
    expect(day.end - day.start).toBe(23 * HOUR)
  })

  it('so many up to an instant, its own the last', () => {
    const days = daysUpTo(at('2026-11-21T10:00:00Z'), { zone: ZONE, count: 3 })
    expect(days.map(({ start }) => new Date(start).toISOString())).toEqual([
      '2026-11-18T18:15:00.000Z',
      '2026-11-19T18:15:00.000Z',
      '2026-11-20T18:15:00.000Z',
    ])
    expect(days.at(-1)?.end).toBe(at('2026-11-21T18:15:00Z'))
  })

  it('a zone is one that the runtime knows', () => {
    expect([ZONE, 'UTC', 'Mars/Olympus', '2026-11-21[UTC]'].map(isZone)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
