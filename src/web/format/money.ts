import type { Credits, Micros } from '#shared/credits/amounts.ts'
import { minorDigits, toMinorUnits } from '#shared/credits/invoice.ts'
import { count, LOCALE, type Unit, whole } from './number.ts'

/** A millionth of a unit of currency is the least that a price can name. */
export const MICRO_DIGITS = 6
const MICROS_PER_UNIT = 10 ** MICRO_DIGITS

/**
 * An amount that is owed, always with its cents so that columns align: `$12.35`. It is rounded as on
 * the invoice. Something owed never reads as nothing: `<$0.01`.
 */
export function money(micros: Micros, currency: string): string {
  const digits = minorDigits(currency)
  const rounded = toMinorUnits(micros, currency)
  const shown = (amount: Micros) =>
    fixed(amount / MICROS_PER_UNIT, currency, { min: digits, max: digits })
  if (micros > 0 && rounded === 0) return `<${shown(10 ** (MICRO_DIGITS - digits))}`
  return shown(rounded)
}

/** An amount that is one of several, exact: rounded each by itself they would not sum to the whole. */
export function exactMoney(micros: Micros, currency: string): string {
  const min = minorDigits(currency)
  return fixed(micros / MICROS_PER_UNIT, currency, { min, max: MICRO_DIGITS })
}

/** A price from the catalog, exact: `$10`, `$0.035`, `$12.50`. */
export function price(micros: Micros, currency: string): string {
  const isWhole = micros % MICROS_PER_UNIT === 0
  const min = isWhole ? 0 : minorDigits(currency)
  return fixed(micros / MICROS_PER_UNIT, currency, { min, max: MICRO_DIGITS })
}

/** `$10 for each 1,000 credits`, `$0.035 per credit`. */
export function blockPrice(
  block: { blockCredits: Credits; blockMicros: Micros },
  options: { unit: Unit; currency: string },
): string {
  const amount = price(block.blockMicros, options.currency)
  if (block.blockCredits === 1) return `${amount} per ${options.unit.one}`
  return `${amount} for each ${whole(block.blockCredits)} ${options.unit.many}`
}

/** What was bought: `2 blocks of 1,000 credits`, or `40 credits` where each is billed alone. */
export function boughtAmount(
  bought: { blocks: number; blockCredits: Credits },
  unit: Unit,
): string {
  if (bought.blockCredits === 1) return count(bought.blocks, unit)
  const blocks = count(bought.blocks, { one: 'block', many: 'blocks' })
  return `${blocks} of ${count(bought.blockCredits, unit)}`
}

const formats = new Map<string, Intl.NumberFormat>()

function fixed(value: number, currency: string, digits: { min: number; max: number }): string {
  const key = `${currency} ${digits.min} ${digits.max}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits.min,
      maximumFractionDigits: digits.max,
    })
    formats.set(key, format)
  }
  return format.format(value)
}
