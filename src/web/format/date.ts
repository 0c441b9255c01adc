import type { Millis } from '#shared/credits/amounts.ts'

/** English, as Intl abbreviates September differently from release to release. */
const MONTHS = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** Within half a year either side there is only one `24 Nov` that can be meant. */
const YEAR_CLEAR_DAYS = 182

/** A day without its year is read from where the reader stands: `asOf` in `zone`. */
export type Standpoint = { asOf: Millis; zone: string }

export type IsoDate = string

/** `24 Nov`; `24 Nov 2024` where another year could be meant. */
export function date(day: IsoDate, from: Standpoint): string {
  return text(Temporal.PlainDate.from(day), from)
}

/** `Mon 24 Nov`. */
export function weekdayDate(day: IsoDate, from: Standpoint): string {
  const plain = Temporal.PlainDate.from(day)
  return `${WEEKDAYS[plain.dayOfWeek - 1]} ${text(plain, from)}`
}

/** `24`, or `1 Nov` on the first of a month: for axes, where the month was named before. */
export function axisDate(day: IsoDate, options: { named: boolean }): string {
  const plain = Temporal.PlainDate.from(day)
  return options.named || plain.day === 1 ? dayMonth(plain) : String(plain.day)
}

/** The local day of an instant: `24 Nov`. */
export function dayOf(at: Millis, from: Standpoint): string {
  return text(plainDateOf(at, from.zone), from)
}

/** The local days from one instant's to another's, both included: `22–27 Nov`. */
export function dayRange(range: { first: Millis; last: Millis }, from: Standpoint): string {
  return rangeText(plainDateOf(range.first, from.zone), plainDateOf(range.last, from.zone), from)
}

/** The days of the half-open interval [start, end): `3 Nov – 2 Dec`. */
export function cycleDays(cycle: { start: Millis; end: Millis }, from: Standpoint): string {
  return dayRange({ first: cycle.start, last: cycle.end - 1 }, from)
}

export function isSameDay(a: Millis, b: Millis, zone: string): boolean {
  return plainDateOf(a, zone).equals(plainDateOf(b, zone))
}

export function plainDateOf(at: Millis, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
}

export function text(day: Temporal.PlainDate, from: Standpoint): string {
  return needsYear(day, from) ? `${dayMonth(day)} ${day.year}` : dayMonth(day)
}

function rangeText(first: Temporal.PlainDate, last: Temporal.PlainDate, from: Standpoint): string {
  if (first.equals(last)) return text(first, from)
  const year = needsYear(first, from) || needsYear(last, from) ? ` ${last.year}` : ''
  if (first.year === last.year && first.month === last.month) {
    return `${first.day}–${dayMonth(last)}${year}`
  }
  const firstYear = year && first.year !== last.year ? ` ${first.year}` : ''
  return `${dayMonth(first)}${firstYear} – ${dayMonth(last)}${year}`
}

function needsYear(day: Temporal.PlainDate, from: Standpoint): boolean {
  const away = plainDateOf(from.asOf, from.zone).until(day, { largestUnit: 'days' }).days
  return Math.abs(away) > YEAR_CLEAR_DAYS
}

function dayMonth(day: Temporal.PlainDate): string {
  return `${day.day} ${MONTHS[day.month - 1]}`
}
