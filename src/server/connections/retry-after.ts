import { type Millis, SECOND } from '#shared/credits/amounts.ts'

/** How long a `Retry-After` asks to wait: seconds, or a date. Nothing where it is neither. */
export function patienceOf(header: string | null, at: Millis): Millis | undefined {
  if (header === null) return undefined
  const text = header.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text) * SECOND
  // Only the form that HTTP has: a bare number would be read as a year.
  if (!/^[A-Z][a-z]{2}, .+ GMT$/.test(text)) return undefined
  const until = Date.parse(text)
  return Number.isNaN(until) ? undefined : Math.max(0, until - at)
}
