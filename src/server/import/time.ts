import type { Millis } from '#shared/credits/amounts.ts'
import { fault, quoted, type Read, value } from './read.ts'

/** How a column writes an instant. */
export type TimeForm =
  /** ISO 8601 with an offset or Z. */
  | { form: 'iso' }
  /**
   * Date and time on the clocks of a zone. When clocks are set back an hour comes twice: `overlap`
   * says which of the two is meant. When they are set forward an hour is missing: no clock showed
   * such a time, so it is always a fault.
   */
  | { form: 'local'; zone: string; overlap: 'earlier' | 'later' | 'refuse' }
  | { form: 'epoch-seconds' }
  | { form: 'epoch-milliseconds' }
  | { form: 'seconds-since'; origin: string }

export type TimeReader = (text: string) => Read<Millis>

/** 0001-01-01 to 9999-12-31: what RFC 3339 can write. */
const EARLIEST = -62_135_596_800_000
const LATEST = 253_402_300_799_999

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)$/
const OFFSET = / ?([Zz]|[+-]\d{2}(?::?\d{2})?)$/
const DECIMAL = /^(\d{1,15})(?:\.(\d+))?$/

/** Digits past the millisecond are cut, not rounded: an event stays in the second it happened in. */
export function timeReader(time: TimeForm): TimeReader {
  switch (time.form) {
    case 'iso':
      return inRange(readIso)
    case 'local':
      return inRange((text) => readLocal(text, time))
    case 'epoch-seconds':
      return inRange((text) => readSeconds(text, 0))
    case 'epoch-milliseconds':
      return inRange(readMilliseconds)
    case 'seconds-since': {
      const origin = Date.parse(time.origin)
      return inRange((text) => readSeconds(text, origin))
    }
    default:
      return time satisfies never
  }
}

function inRange(read: TimeReader): TimeReader {
  return (text) => {
    const result = read(text)
    if (!result.ok || (result.value >= EARLIEST && result.value <= LATEST)) return result
    return fault(`${quoted(text)} is outside of the years 1 to 9999`)
  }
}

function readIso(text: string): Read<Millis> {
  const offset = OFFSET.exec(text)
  const local = isoLocal(offset ? text.slice(0, offset.index) : text)
  if (local === undefined) return fault(`${quoted(text)} is no ISO 8601 date and time`)
  if (!offset) return fault(`${quoted(text)} has no offset: use the form "local" and name a zone`)
  try {
    return value(Temporal.Instant.from(`${local}${offset[1]}`).epochMilliseconds)
  } catch {
    return fault(`${quoted(text)} is no date and time that exists`)
  }
}

function readLocal(text: string, time: Extract<TimeForm, { form: 'local' }>): Read<Millis> {
  const local = isoLocal(text)
  if (local === undefined) return fault(`${quoted(text)} is no date and time`)
  try {
    return onClocks(Temporal.PlainDateTime.from(local), time)
  } catch {
    return fault(`${quoted(text)} is no date and time that exists`)
  }
}

function onClocks(
  local: Temporal.PlainDateTime,
  { zone, overlap }: Extract<TimeForm, { form: 'local' }>,
): Read<Millis> {
  const disambiguation = overlap === 'later' ? 'later' : 'earlier'
  const at = local.toZonedDateTime(zone, { disambiguation })
  if (!at.toPlainDateTime().equals(local)) {
    return fault(`${local} did not exist in ${zone}: clocks were set forward over it`)
  }
  if (overlap === 'refuse' && !isOnce(local, at)) {
    return fault(`${local} came twice in ${zone}: clocks were set back over it`)
  }
  return value(at.epochMilliseconds)
}

function isOnce(local: Temporal.PlainDateTime, earlier: Temporal.ZonedDateTime): boolean {
  const later = local.toZonedDateTime(earlier.timeZoneId, { disambiguation: 'later' })
  return later.epochMilliseconds === earlier.epochMilliseconds
}

function readSeconds(text: string, origin: Millis): Read<Millis> {
  const match = DECIMAL.exec(text)
  if (!match) return fault(`${quoted(text)} is no number of seconds`)
  // By digits: 1700158546.681 * 1000 is not whole in binary.
  const milliseconds = Number((match[2] ?? '').slice(0, 3).padEnd(3, '0'))
  return value(origin + Number(match[1]) * 1_000 + milliseconds)
}

function readMilliseconds(text: string): Read<Millis> {
  const match = DECIMAL.exec(text)
  return match ? value(Number(match[1])) : fault(`${quoted(text)} is no number of milliseconds`)
}

/** In the one way that Temporal reads: a T, and no more than three digits of a second. */
function isoLocal(text: string): string | undefined {
  const match = DATE_TIME.exec(text)
  if (!match?.[1] || !match[2]) return undefined
  const [clock, fraction] = match[2].split(/[.,]/)
  return `${match[1]}T${clock}${fraction ? `.${fraction.slice(0, 3)}` : ''}`
}
