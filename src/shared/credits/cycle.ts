import type { Millis } from './amounts.ts'

/** When a team is billed: monthly from `anchor` (ISO date) at the start of the day in `zone` (IANA). */
export type BillingTerms = { anchor: string; zone: string }

/** A billing cycle: the half-open interval [start, end). */
export type Cycle = {
  /** The cycle's first day in the team's zone, ISO date: its name everywhere. */
  id: string
  /** Months since the anchor; negative before it. */
  index: number
  start: Millis
  end: Millis
}

/** A local day within a cycle: the half-open interval [start, end), most often 24 hours long. */
export type Day = {
  /** ISO date in the team's zone. */
  date: string
  /** 1 Monday to 7 Sunday. */
  weekday: number
  start: Millis
  end: Millis
}

/**
 * The cycle `index` months after the anchor. An anchor on day 29 to 31 is shortened in short months
 * and always counted from the original day: boundaries never come from the previous boundary.
 */
export function cycleOfIndex(terms: BillingTerms, index: number): Cycle {
  const first = boundary(terms, index)
  const next = boundary(terms, index + 1)
  return { id: first.date, index, start: first.at, end: next.at }
}

/** The one cycle that `at` falls in. An instant at exactly an end belongs to the next cycle. */
export function cycleAt(terms: BillingTerms, at: Millis): Cycle {
  const anchor = Temporal.PlainDate.from(terms.anchor)
  const local = localDate(at, terms.zone)
  let cycle = cycleOfIndex(terms, (local.year - anchor.year) * 12 + local.month - anchor.month)
  while (cycle.start > at) cycle = cycleOfIndex(terms, cycle.index - 1)
  while (cycle.end <= at) cycle = cycleOfIndex(terms, cycle.index + 1)
  return cycle
}

/** The cycle whose first local day is `id`, or nothing when no cycle begins on that day. */
export function cycleOfId(terms: BillingTerms, id: string): Cycle | undefined {
  const day = plainDate(id)
  if (!day) return undefined
  const start = day.toZonedDateTime(terms.zone).epochMilliseconds
  const cycle = cycleAt(terms, start)
  return cycle.id === id ? cycle : undefined
}

/** All cycles from the one that `from` falls in to the one that `to` falls in, newest first. */
export function cyclesBetween(terms: BillingTerms, span: { from: Millis; to: Millis }): Cycle[] {
  const oldest = cycleAt(terms, span.from)
  const newest = cycleAt(terms, span.to)
  const cycles: Cycle[] = []
  for (let index = newest.index; index >= oldest.index; index--) {
    cycles.push(cycleOfIndex(terms, index))
  }
  return cycles
}

/** The local days that tile [start, end), in order. Both ends are expected on day boundaries. */
export function daysOf(span: { start: Millis; end: Millis }, zone: string): Day[] {
  const days: Day[] = []
  let date = localDate(span.start, zone)
  let start = date.toZonedDateTime(zone).epochMilliseconds
  while (start < span.end) {
    const next = date.add({ days: 1 })
    const end = next.toZonedDateTime(zone).epochMilliseconds
    // A zone that crossed the date line skipped a whole local day: it has no instants.
    if (end > start) days.push({ date: date.toString(), weekday: date.dayOfWeek, start, end })
    date = next
    start = end
  }
  return days
}

/** {@link cycleAt} that remembers, for rating many events: nearly all fall in a cycle seen before. */
export function cycleLookup(terms: BillingTerms): (at: Millis) => Cycle {
  const seen: Cycle[] = []
  return (at) => {
    for (const cycle of seen) {
      if (cycle.start <= at && at < cycle.end) return cycle
    }
    const cycle = cycleAt(terms, at)
    seen.unshift(cycle)
    return cycle
  }
}

/** Position of the one of `days`, which are in order, that `at` falls in; nothing in a gap. */
export function dayIndexAt(
  days: readonly Pick<Day, 'start' | 'end'>[],
  at: Millis,
): number | undefined {
  let low = 0
  let high = days.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const day = days[middle]
    if (!day) return undefined
    if (at < day.start) high = middle - 1
    else if (at >= day.end) low = middle + 1
    else return middle
  }
  return undefined
}

/** The local day that `at` falls in: the half-open interval [start, end). */
export function localDayAt(zone: string, at: Millis): { start: Millis; end: Millis } {
  const date = localDate(at, zone)
  const start = date.toZonedDateTime(zone).epochMilliseconds
  return { start, end: date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds }
}

/** The local day with this ISO date: the half-open interval [start, end). */
export function dayOfDate(zone: string, date: string): { start: Millis; end: Millis } {
  const day = Temporal.PlainDate.from(date)
  const start = day.toZonedDateTime(zone).epochMilliseconds
  return { start, end: day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds }
}

/** The ISO date of the local day that `at` falls in. */
export function dateAt(at: Millis, zone: string): string {
  return localDate(at, zone).toString()
}

/** The local days up to the one that `at` falls in, `count` of them, in order. */
export function daysUpTo(at: Millis, options: { zone: string; count: number }): Day[] {
  const { zone, count } = options
  const { end } = localDayAt(zone, at)
  const first = localDate(at, zone).subtract({ days: count - 1 })
  return daysOf({ start: first.toZonedDateTime(zone).epochMilliseconds, end }, zone)
}

/** The start of the local day that `at` falls in; remembers the days it has seen. */
export function dayStartLookup(zone: string): (at: Millis) => Millis {
  const seen: { start: Millis; end: Millis }[] = []
  return (at) => {
    for (const day of seen) {
      if (day.start <= at && at < day.end) return day.start
    }
    const day = localDayAt(zone, at)
    seen.unshift(day)
    return day.start
  }
}

/** Whether `zone` is an IANA time zone (or UTC offset) that this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    // Not Temporal, which would take a whole date with a zone in brackets for a zone.
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function boundary(terms: BillingTerms, index: number): { date: string; at: Millis } {
  // `add` constrains to the month's last day, so the 31st becomes the 28th, 29th or 30th.
  const date = Temporal.PlainDate.from(terms.anchor).add({ months: index })
  // The start of the day: where midnight is skipped by DST, the first instant that exists.
  return { date: date.toString(), at: date.toZonedDateTime(terms.zone).epochMilliseconds }
}

function localDate(at: Millis, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
}

function plainDate(text: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    return undefined
  }
}
