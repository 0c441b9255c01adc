import type { Millis } from '#shared/credits/amounts.ts'
import { plainDateOf, type Standpoint, text } from './date.ts'
import { zoneCity } from './zone.ts'

/** The team's zone decides days and cycles; the viewer's clock may show another time. */
export type TimeFrame = Standpoint & { viewerZone: string }

/**
 * An instant in the team's zone, and in the viewer's where their clocks differ at that instant:
 * `1 Dec, 00:00 Berlin (18:00 your time, 30 Nov)`.
 */
export function moment(at: Millis, frame: TimeFrame): string {
  const { zone, viewerZone } = frame
  const team = `${dayAndTime(at, frame)} ${zoneCity(zone)}`
  if (offsetOf(at, zone) === offsetOf(at, viewerZone)) return team
  const yours = `${timeOfDay(at, viewerZone)} your time`
  const yourDay = plainDateOf(at, viewerZone)
  if (yourDay.equals(plainDateOf(at, zone))) return `${team} (${yours})`
  return `${team} (${yours}, ${text(yourDay, frame)})`
}

/** `24 Nov, 14:03` in the team's zone: for tables, whose head names the zone. */
export function dayAndTime(at: Millis, from: Standpoint): string {
  return `${text(plainDateOf(at, from.zone), from)}, ${timeOfDay(at, from.zone)}`
}

/** `14:03`. */
export function timeOfDay(at: Millis, zone: string): string {
  const { hour, minute } = zoned(at, zone)
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

/** For `<time dateTime>`. */
export function isoInstant(at: Millis): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString()
}

function offsetOf(at: Millis, zone: string): number {
  return zoned(at, zone).offsetNanoseconds
}

function zoned(at: Millis, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
}
