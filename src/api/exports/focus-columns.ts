import type { Cell } from './csv.ts'

/**
 * The columns of FOCUS 1.2 that apply to credits, as its specification names them; left out are those
 * of regions, commitment discounts and capacity reservations. What is ours begins with `x_`.
 */
export const FOCUS_COLUMNS = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingAccountType',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceId',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingCurrency',
  'PricingCurrencyContractedUnitPrice',
  'PricingCurrencyEffectiveCost',
  'PricingCurrencyListUnitPrice',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'SubAccountType',
  'x_Charge',
  'x_Late',
  'x_IncludedCredits',
  'x_BonusCredits',
  'x_PayAsYouGoCredits',
  'x_UncoveredCredits',
] as const

export type FocusColumn = (typeof FOCUS_COLUMNS)[number]

/** One row; a column that is not there stays empty, which FOCUS takes for null. */
export type FocusRow = Partial<Record<FocusColumn, Cell>>

/** How each resource is classed among the services that FOCUS knows. */
export const FOCUS_SERVICES = {
  flows: { category: 'Integration', subcategory: 'Workflow Orchestration' },
  ai: { category: 'AI and Machine Learning', subcategory: 'Generative AI' },
  'api-calls': { category: 'Integration', subcategory: 'API Management' },
  assistant: { category: 'AI and Machine Learning', subcategory: 'Generative AI' },
} as const
