import type { Micros, Millis } from '#shared/credits/amounts.ts'

/** `2026-11-21T10:00:00Z`, with milliseconds where there are any. */
export function isoTime(at: Millis): string {
  return new Date(at).toISOString().replace('.000Z', 'Z')
}

/** Micros as a decimal number, exact: `0.035`. At least `digits` decimal places, no symbol. */
export function moneyText(micros: Micros, digits = 0): string {
  const whole = Math.floor(micros / 1_000_000)
  const rest = String(micros % 1_000_000).padStart(6, '0')
  const decimals = rest.replace(/0+$/, '').padEnd(digits, '0')
  return decimals === '' ? String(whole) : `${whole}.${decimals}`
}
