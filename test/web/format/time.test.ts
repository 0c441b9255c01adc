import { describe, expect, test } from 'vitest'
import {
  axisDate,
  cycleDays,
  date,
  dayOf,
  dayRange,
  isSameDay,
  weekdayDate,
} from '#web/format/date.ts'
import { dayAndTime, isoInstant, moment, timeOfDay } from '#web/format/moment.ts'
import { at } from './usage-of.ts'

const NOVEMBER = at('2025-11-21T09:00:00Z')
const UTC = { asOf: NOVEMBER, zone: 'UTC' }

describe('moment', () => {
  test.each([
    [
      'both zones agree: one time',
      { instant: '2025-11-30T23:00:00Z', zone: 'Europe/Berlin', viewer: 'Europe/Berlin' },
      '1 Dec, 00:00 Berlin',
    ],
    [
      'zones of other names with the same clock agree too',
      { instant: '2025-11-30T23:00:00Z', zone: 'Europe/Berlin', viewer: 'Europe/Madrid' },
      '1 Dec, 00:00 Berlin',
    ],
    [
      'the viewer is on the day before',
      { instant: '2025-11-30T23:00:00Z', zone: 'Europe/Berlin', viewer: 'America/New_York' },
      '1 Dec, 00:00 Berlin (18:00 your time, 30 Nov)',
    ],
    [
      'the same day needs no second date',
      { instant: '2025-11-30T12:00:00Z', zone: 'Europe/Berlin', viewer: 'America/New_York' },
      '30 Nov, 13:00 Berlin (07:00 your time)',
    ],
    [
      'quarter hours',
      { instant: '2025-11-30T18:15:00Z', zone: 'Asia/Kathmandu', viewer: 'UTC' },
      '1 Dec, 00:00 Kathmandu (18:15 your time, 30 Nov)',
    ],
    [
      'half an hour apart in winter and summer alike',
      {
        instant: '2025-11-30T13:00:00Z',
        zone: 'Australia/Lord_Howe',
        viewer: 'Australia/Brisbane',
      },
      '1 Dec, 00:00 Lord Howe (23:00 your time, 30 Nov)',
    ],
    [
      'Newfoundland',
      { instant: '2025-12-01T03:30:00Z', zone: 'America/St_Johns', viewer: 'UTC' },
      '1 Dec, 00:00 St Johns (03:30 your time)',
    ],
    [
      'zones that agree in winter differ in summer',
      { instant: '2025-07-01T00:00:00Z', zone: 'UTC', viewer: 'Europe/London' },
      '1 Jul, 00:00 UTC (01:00 your time)',
    ],
  ])('%s', (_case, given, text) => {
    const frame = { asOf: NOVEMBER, zone: given.zone, viewerZone: given.viewer }
    expect(moment(at(given.instant), frame)).toBe(text)
  })

  test('a day that clocks go back has two times of one name, and both are said as such', () => {
    const lordHowe = { asOf: at('2025-04-01T00:00:00Z'), zone: 'Australia/Lord_Howe' }
    // Back by half an hour at 02:00, to 01:30.
    expect(dayAndTime(at('2025-04-05T14:45:00Z'), lordHowe)).toBe('6 Apr, 01:45')
    expect(dayAndTime(at('2025-04-05T15:15:00Z'), lordHowe)).toBe('6 Apr, 01:45')
  })

  test('time of day and the machine-readable instant', () => {
    expect(timeOfDay(NOVEMBER, 'Asia/Kathmandu')).toBe('14:45')
    expect(isoInstant(NOVEMBER)).toBe('2025-11-21T09:00:00Z')
  })
})

describe('dates', () => {
  test.each([
    ['within half a year there is no year', '2025-11-24', '24 Nov'],
    ['also across the turn of the year', '2026-01-02', '2 Jan'],
    ['further back the year is said', '2025-01-03', '3 Jan 2025'],
    ['September is Sep', '2025-09-01', '1 Sep'],
  ])('%s', (_case, day, text) => {
    expect(date(day, UTC)).toBe(text)
  })

  test('weekdays', () => {
    expect(weekdayDate('2025-11-24', UTC)).toBe('Mon 24 Nov')
    expect(weekdayDate('2025-11-23', UTC)).toBe('Sun 23 Nov')
  })

  test('an axis names the month once, and again on its first', () => {
    expect(axisDate('2025-11-24', { named: true })).toBe('24 Nov')
    expect(axisDate('2025-11-25', { named: false })).toBe('25')
    expect(axisDate('2025-12-01', { named: false })).toBe('1 Dec')
  })

  test('the day of an instant is local', () => {
    const instant = at('2025-11-23T18:30:00Z')
    expect(dayOf(instant, UTC)).toBe('23 Nov')
    expect(dayOf(instant, { ...UTC, zone: 'Asia/Kathmandu' })).toBe('24 Nov')
    expect(isSameDay(instant, at('2025-11-24T01:00:00Z'), 'Asia/Kathmandu')).toBe(true)
    expect(isSameDay(instant, at('2025-11-24T01:00:00Z'), 'UTC')).toBe(false)
  })

  test.each([
    ['one day', '2025-11-24T01:00:00Z', '2025-11-24T20:00:00Z', '24 Nov'],
    ['one month', '2025-11-22T01:00:00Z', '2025-11-27T20:00:00Z', '22–27 Nov'],
    ['two months', '2025-11-28T01:00:00Z', '2025-12-02T20:00:00Z', '28 Nov – 2 Dec'],
    ['two years, both near', '2025-12-28T01:00:00Z', '2026-01-03T20:00:00Z', '28 Dec – 3 Jan'],
    ['long ago', '2024-11-22T01:00:00Z', '2024-11-27T20:00:00Z', '22–27 Nov 2024'],
    [
      'long ago, two months',
      '2024-10-22T01:00:00Z',
      '2024-11-27T20:00:00Z',
      '22 Oct – 27 Nov 2024',
    ],
    [
      'long ago, two years',
      '2023-12-28T01:00:00Z',
      '2024-01-03T20:00:00Z',
      '28 Dec 2023 – 3 Jan 2024',
    ],
  ])('range of %s', (_case, first, last, text) => {
    expect(dayRange({ first: at(first), last: at(last) }, UTC)).toBe(text)
  })

  test('a cycle ends with the last day before its end', () => {
    const cycle = { start: at('2025-10-31T23:00:00Z'), end: at('2025-11-30T23:00:00Z') }
    expect(cycleDays(cycle, { asOf: NOVEMBER, zone: 'Europe/Berlin' })).toBe('1–30 Nov')
  })
})
