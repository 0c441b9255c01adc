import type { Credits } from '#shared/credits/amounts.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'

/** The page speaks English, with figures as in the ledger's own explanations. */
export const LOCALE = 'en-US'

/** From here on an axis writes 10K: below, the figure as it stands in a sentence is as short. */
const COMPACT_FROM = 10_000

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
export const BLOCKS: Unit = { one: 'block', many: 'blocks' }
export const DAYS: Unit = { one: 'day', many: 'days' }

/** `1,300–1,520`; a range of one value is that value. */
export function wholeRange(range: { low: Credits; high: Credits }): string {
  return range.low === range.high ? whole(range.low) : `${whole(range.low)}–${whole(range.high)}`
}
