import type { BonusPack } from '#shared/contract/purchase.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import { price } from '#web/format/money.ts'
import { count, type Unit, unitOf } from '#web/format/number.ts'
import { capital } from '#web/format/telling.ts'
import type { Shown } from '../shown.ts'

export const BONUS_CREDITS: Unit = { one: 'bonus credit', many: 'bonus credits' }

type Offer = { pack: BonusPack; currency: string }

/** `Buy 1,000 Assistant credits for $10?` */
export function buyTitle({ pack, currency }: Offer): string {
  const { name } = RESOURCE_TRAITS[pack.resource]
  return `Buy ${count(pack.credits, { one: name, many: name })} for ${price(pack.priceMicros, currency)}?`
}

/** What it costs, what it gives, and what changes at once. */
export function buySentences({ pack, currency }: Offer, { standing }: Shown['usage']): string[] {
  const cost = price(pack.priceMicros, currency)
  const sentences = [
    `${cost} is charged once, for ${count(pack.credits, BONUS_CREDITS)}.`,
    'They are used after the monthly ones, and never expire.',
  ]
  const isStopped = standing.work === 'suspended' || standing.work === 'paused'
  return isStopped
    ? [...sentences, 'Work starts again at once. Earlier use past the limit stays unbilled.']
    : sentences
}

export function boughtTitle({ pack, currency }: Offer): string {
  return `${count(pack.credits, BONUS_CREDITS)} bought for ${price(pack.priceMicros, currency)}.`
}

export function notBoughtTitle({ pack }: Offer): string {
  return capital(`${count(pack.credits, unitOf(pack.resource))} were not bought.`)
}
