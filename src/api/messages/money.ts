import type { Micros } from '#shared/credits/amounts.ts'

/** Rounded to the coin, as the figures on the page are. */
export function money(micros: Micros, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(micros / 1_000_000)
}
