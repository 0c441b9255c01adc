import { describe, expect, test } from 'vitest'
import { type TimeForm, timeReader } from '#server/import/time.ts'

function iso(form: TimeForm, text: string): string {
  const read = timeReader(form)(text)
  return read.ok ? new Date(read.value).toISOString() : `refused: ${read.detail}`
}

const BERLIN = { form: 'local', zone: 'Europe/Berlin', overlap: 'earlier' } as const
const UTC = { ...BERLIN, zone: 'UTC' } as const

describe('a time is read', () => {
  test.each<[string, TimeForm, string, string]>([
    ['ISO in UTC', { form: 'iso' }, '2023-11-16T18:15:46Z', '2023-11-16T18:15:46.000Z'],
    ['ISO at an offset', { form: 'iso' }, '2023-11-16 18:15:46+05:45', '2023-11-16T12:30:46.000Z'],
    ['ISO at a short offset', { form: 'iso' }, '2023-11-16T18:15-0330', '2023-11-16T21:45:00.000Z'],
    [
      'more digits than milliseconds, cut and not rounded',
      UTC,
      '2023-11-16 18:15:46.6809999999999',
      '2023-11-16T18:15:46.680Z',
    ],
    ['fewer digits', UTC, '2023-11-16T18:15:46.5', '2023-11-16T18:15:46.500Z'],
    ['without seconds', UTC, '2023-11-16 18:15', '2023-11-16T18:15:00.000Z'],
    ['local time in winter', BERLIN, '2026-01-15 12:00:00', '2026-01-15T11:00:00.000Z'],
    ['local time in summer', BERLIN, '2026-07-15 12:00:00', '2026-07-15T10:00:00.000Z'],
    [
      'a zone at :45',
      { ...BERLIN, zone: 'Asia/Kathmandu' },
      '2026-07-15 12:00:00',
      '2026-07-15T06:15:00.000Z',
    ],
    [
      'the last instant before a gap',
      BERLIN,
      '2026-03-29 01:59:59.999',
      '2026-03-29T00:59:59.999Z',
    ],
    ['the first instant after a gap', BERLIN, '2026-03-29 03:00:00', '2026-03-29T01:00:00.000Z'],
    [
      'an hour that comes twice: its first',
      BERLIN,
      '2026-10-25 02:30:00',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'an hour that comes twice: its second, if asked',
      { ...BERLIN, overlap: 'later' },
      '2026-10-25 02:30:00',
      '2026-10-25T01:30:00.000Z',
    ],
    [
      'an hour that comes once, where twice is refused',
      { ...BERLIN, overlap: 'refuse' },
      '2026-10-25 03:00:00',
      '2026-10-25T02:00:00.000Z',
    ],
    [
      'epoch seconds, exact to the millisecond',
      { form: 'epoch-seconds' },
      '1700158546.6819',
      '2023-11-16T18:15:46.681Z',
    ],
    [
      'epoch milliseconds',
      { form: 'epoch-milliseconds' },
      '1700158546681.99',
      '2023-11-16T18:15:46.681Z',
    ],
    [
      'seconds since an origin',
      { form: 'seconds-since', origin: '2023-01-05T00:00:00+01:00' },
      '45.25',
      '2023-01-04T23:00:45.250Z',
    ],
    ['a leap day', UTC, '2024-02-29 00:00:00', '2024-02-29T00:00:00.000Z'],
  ])('%s', (_name, form, text, expected) => {
    expect(iso(form, text)).toBe(expected)
  })
})

describe('a time is refused', () => {
  test.each<[string, TimeForm, string, string]>([
    [
      'that no clock showed',
      BERLIN,
      '2026-03-29 02:30:00',
      '2026-03-29T02:30:00 did not exist in Europe/Berlin: clocks were set forward over it',
    ],
    [
      'on a day that a zone skipped',
      { ...BERLIN, zone: 'Pacific/Apia' },
      '2011-12-30 12:00:00',
      '2011-12-30T12:00:00 did not exist in Pacific/Apia: clocks were set forward over it',
    ],
    [
      'that came twice, if asked',
      { ...BERLIN, overlap: 'refuse' },
      '2026-10-25 02:30:00',
      '2026-10-25T02:30:00 came twice in Europe/Berlin: clocks were set back over it',
    ],
    [
      'without an offset where one is needed',
      { form: 'iso' },
      '2023-11-16T18:15:46',
      '"2023-11-16T18:15:46" has no offset: use the form "local" and name a zone',
    ],
    [
      'with an offset where the clocks of a zone are meant',
      UTC,
      '2023-11-16T18:15:46Z',
      '"2023-11-16T18:15:46Z" is no date and time',
    ],
    [
      'on a day that is not there',
      UTC,
      '2023-02-29 00:00:00',
      '"2023-02-29 00:00:00" is no date and time that exists',
    ],
    [
      'on a day that is not there, at an offset',
      { form: 'iso' },
      '2023-02-30T00:00:00Z',
      '"2023-02-30T00:00:00Z" is no date and time that exists',
    ],
    ['in another order', UTC, '16/11/2023 18:15', '"16/11/2023 18:15" is no date and time'],
    ['that is empty', UTC, '', '"" is no date and time'],
    ['below zero', { form: 'epoch-seconds' }, '-1', '"-1" is no number of seconds'],
    ['in another notation', { form: 'epoch-seconds' }, '1.7e9', '"1.7e9" is no number of seconds'],
    [
      'past the year 9999, as milliseconds read as seconds are',
      { form: 'epoch-seconds' },
      '1700158546681',
      '"1700158546681" is outside of the years 1 to 9999',
    ],
  ])('%s', (_name, form, text, expected) => {
    expect(iso(form, text)).toBe(`refused: ${expected}`)
  })
})
