import { totalOf } from '#shared/credits/account.ts'
import type { Micros, Millis } from '#shared/credits/amounts.ts'
import type { InvoiceLine } from '#shared/credits/invoice.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import type { BonusPurchase } from '../records.ts'
import type { NamedCharge } from './all-charges.ts'
import { FOCUS_SERVICES, type FocusRow } from './focus-columns.ts'
import { isoTime } from './texts.ts'

/** Use: what it took in credits, at the rate card's price in credits. It costs no money by itself. */
export function usageRow(charge: NamedCharge): FocusRow {
  const { rating, split, resource, part } = charge
  const { name, unit } = RESOURCE_TRAITS[resource]
  const credits = totalOf(split)
  return {
    ...money({ price: 0, quantity: rating.quantity }),
    ...service(resource),
    ...period(charge.time),
    ...subAccount(charge),
    ChargeCategory: 'Usage',
    ChargeDescription: rating.label,
    ChargeFrequency: 'Usage-Based',
    ConsumedQuantity: credits,
    ConsumedUnit: titled(unit.many),
    PricingCategory: 'Standard',
    PricingCurrency: name,
    PricingCurrencyContractedUnitPrice: rating.creditsPerUnit,
    PricingCurrencyEffectiveCost: credits,
    PricingCurrencyListUnitPrice: rating.creditsPerUnit,
    PricingUnit: unitWords(rating, unit.many),
    ResourceId: part,
    ResourceName: charge.partName,
    ResourceType: part === undefined ? undefined : titled(RESOURCE_TRAITS[resource].part.one),
    SkuId: `${resource}/${rating.kind}`,
    SkuMeter: rating.label,
    SkuPriceId: `${resource}/${rating.kind}/${rating.cardId}`,
    x_Charge: charge.charge,
    x_Late: charge.late,
    x_IncludedCredits: split.included,
    x_BonusCredits: split.bonus,
    x_PayAsYouGoCredits: split.payAsYouGo,
    x_UncoveredCredits: split.uncovered,
  }
}

/** The blocks that a charge bought: the money of pay-as-you-go. */
export function blocksRow(charge: NamedCharge, currency: string): FocusRow {
  const { resource, blocksBought, boughtCredits, costMicros } = charge
  const { name } = RESOURCE_TRAITS[resource]
  const size = boughtCredits / blocksBought
  return {
    ...purchase({
      resource,
      currency,
      size,
      price: costMicros / blocksBought,
      quantity: blocksBought,
    }),
    ...period(charge.time),
    ...subAccount(charge),
    ChargeDescription: `${name}, pay-as-you-go`,
    ChargeFrequency: 'Usage-Based',
    SkuId: `${resource}/pay-as-you-go`,
    SkuPriceId: `${resource}/pay-as-you-go/${size}x${costMicros / blocksBought}`,
    x_Charge: charge.charge,
    x_Late: charge.late,
  }
}

export function packRow(bought: BonusPurchase): FocusRow {
  const { resource, credits, priceMicros, currency, pack } = bought
  return {
    ...purchase({ resource, currency, size: credits, price: priceMicros, quantity: 1 }),
    ...period(bought.at),
    ChargeDescription: `Bonus ${RESOURCE_TRAITS[resource].name}`,
    ChargeFrequency: 'One-Time',
    SkuId: `${resource}/${pack}`,
    SkuPriceId: `${resource}/${pack}/${priceMicros}`,
  }
}

/** What rounding adds to a line of the invoice, so that the billed costs sum to what is paid. */
export function roundingRow(line: InvoiceLine, at: Millis): FocusRow | undefined {
  const micros = line.micros - line.exactMicros
  if (micros === 0) return undefined
  const cost = inUnits(micros)
  return {
    ...service(line.resource),
    ...period(at),
    BilledCost: cost,
    EffectiveCost: cost,
    ListCost: cost,
    ContractedCost: cost,
    ChargeCategory: 'Adjustment',
    ChargeDescription: `Rounding of “${line.title}”`,
    ChargeFrequency: 'One-Time',
  }
}

function purchase(sold: {
  resource: Resource
  currency: string
  size: number
  price: Micros
  quantity: number
}): FocusRow {
  const { resource, currency, size, price, quantity } = sold
  const { unit } = RESOURCE_TRAITS[resource]
  return {
    ...money({ price, quantity }),
    ...service(resource),
    ChargeCategory: 'Purchase',
    PricingCategory: 'Standard',
    PricingCurrency: currency,
    PricingCurrencyContractedUnitPrice: inUnits(price),
    PricingCurrencyEffectiveCost: inUnits(price * quantity),
    PricingCurrencyListUnitPrice: inUnits(price),
    PricingUnit: size === 1 ? titled(unit.many) : `${size} ${titled(unit.many)}`,
  }
}

/** One price: nothing is discounted, and what is bought ends with its cycle, so nothing is spread. */
function money({ price, quantity }: { price: Micros; quantity: number }): FocusRow {
  const cost = inUnits(price * quantity)
  return {
    BilledCost: cost,
    EffectiveCost: cost,
    ListCost: cost,
    ContractedCost: cost,
    ListUnitPrice: inUnits(price),
    ContractedUnitPrice: inUnits(price),
    PricingQuantity: quantity,
  }
}

function service(resource: Resource): FocusRow {
  const { category, subcategory } = FOCUS_SERVICES[resource]
  const { name } = RESOURCE_TRAITS[resource]
  return { ServiceCategory: category, ServiceSubcategory: subcategory, ServiceName: name }
}

function subAccount({ member, memberName }: NamedCharge): FocusRow {
  if (member === undefined) return {}
  return { SubAccountId: member, SubAccountName: memberName, SubAccountType: 'Member' }
}

/** An event is a moment; a period of FOCUS is not empty, and has whole seconds. */
function period(at: Millis): FocusRow {
  const start = Math.floor(at / 1_000) * 1_000
  return { ChargePeriodStart: isoTime(start), ChargePeriodEnd: isoTime(start + 1_000) }
}

/** A number of at most six decimal places, without an exponent. */
function inUnits(micros: Micros): number {
  return micros / 1_000_000
}

function unitWords({ unit, tokensPerUnit }: NamedCharge['rating'], credits: string): string {
  switch (unit) {
    case 'each':
      return 'Units'
    case 'tokens':
      return `${tokensPerUnit ?? 1} Tokens`
    case 'metered':
      return titled(credits)
    default:
      return unit satisfies never
  }
}

function titled(unit: string): string {
  return unit.charAt(0).toUpperCase() + unit.slice(1)
}
