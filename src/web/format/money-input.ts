import type { Micros } from '#shared/credits/amounts.ts'
import { minorDigits } from '#shared/credits/invoice.ts'
import { MICRO_DIGITS } from './money.ts'

/** An amount as people write it: `50`, `$1,250.50`. */
const AMOUNT = /^[^\d.,-]{0,3}\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d+))?$/

/** The amount that was typed, exact; nothing where it is none, or finer than the smallest coin. */
export function microsFrom(text: string, currency: string): Micros | undefined {
  const match = AMOUNT.exec(text.trim())
  if (!match || text.includes('-')) return undefined
  const [, units = '', fraction = ''] = match
  if (fraction.length > minorDigits(currency)) return undefined
  return Number(units.replaceAll(',', '') + fraction.padEnd(MICRO_DIGITS, '0'))
}

/** The same, to begin with: `50`, `1250.5`. */
export function amountText(micros: Micros): string {
  return String(micros / 10 ** MICRO_DIGITS)
}
