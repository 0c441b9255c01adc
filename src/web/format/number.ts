import type { Credits } from '#shared/credits/amounts.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'

/** The page speaks English, with figures as in the ledger's own explanations. */
export const LOCALE = 'en-US'

/** From here on an axis writes 10K: below, the figure as it stands in a sentence is as short. */
const COMPACT_FROM = 10_000

/** From here on an estimate has three digits: the rest of them would feign a knowledge. */
const ROUGH_FROM = 10_000

const wholeFormat = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 })
const compactFormat = new Intl.NumberFormat(LOCALE, {
  notation: 'compact',
  maximumSignificantDigits: 4,
})

export type Unit = { one: string; many: string }

/** `1,482`. */
export function whole(value: number): string {
  return wholeFormat.format(value)
}

/** For axes, where figures are round: `2,000`, `12.5K`, `10M`. */
export function compact(value: number): string {
  return value < COMPACT_FROM ? whole(value) : compactFormat.format(value)
}

/** `1 credit`, `482 credits`. */
export function count(value: number, unit: Unit): string {
  return `${whole(value)} ${plural(value, unit)}`
}

/** `credit`, `credits`. */
export function plural(value: number, unit: Unit): string {
  return value === 1 ? unit.one : unit.many
}

export function unitOf(resource: Resource): Unit {
  return RESOURCE_TRAITS[resource].unit
}

export const MEMBERS: Unit = { one: 'member', many: 'members' }
export const DAYS: Unit = { one: 'day', many: 'days' }

/** `about 2,310`, `about 3,720,000`: an estimate is not known to the last digit. */
export function about(estimate: { mid: Credits }): string {
  return `about ${whole(threeDigits(estimate.mid, Math.round))}`
}

/** `1,300–1,520`; a range of one value is that value, and a rounded range only gets wider. */
export function estimateRange(range: { low: Credits; high: Credits }): string {
  const low = threeDigits(range.low, Math.floor)
  const high = threeDigits(range.high, Math.ceil)
  return low === high ? whole(low) : `${whole(low)}–${whole(high)}`
}

function threeDigits(value: Credits, round: (value: number) => number): number {
  if (value < ROUGH_FROM) return value
  const step = 10 ** (Math.floor(Math.log10(value)) - 2)
  return round(value / step) * step
}
