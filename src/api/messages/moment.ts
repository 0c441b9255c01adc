import type { Millis } from '#shared/credits/amounts.ts'

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `1 Dec 2026, 00:00 (Europe/Berlin)`: whole, since a message may be read at any time. */
export function momentIn(at: Millis, zone: string): string {
  const { hour, minute } = zoned(at, zone)
  const time = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':')
  return `${dayIn(at, zone)}, ${time} (${zone})`
}

/** `1 Dec 2026`. */
export function dayIn(at: Millis, zone: string): string {
  const { day, month, year } = zoned(at, zone)
  return `${day} ${MONTHS[month - 1]} ${year}`
}

function zoned(at: Millis, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
}
