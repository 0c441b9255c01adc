import { z } from 'zod'
import { MAX_CREDITS } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import { checkCard, checkCards, refuse, unique } from './catalog-checks.ts'
import { type Fault, faultsOf } from './faults.ts'
import { creditsSchema, idSchema, nameSchema, resourceSchema, slugSchema } from './values.ts'

/** No price is higher: a million of the currency for a block or a pack is a slip. */
const MAX_PRICE_MICROS = 1_000_000_000_000

/** No block is larger: every member of a team may have most of one left. */
const MAX_BLOCK_CREDITS = 1_000_000

/** More is no limit at all. */
const MAX_REQUESTS_PER_MINUTE = 1_000_000

const priceSchema = z.int().min(0).max(MAX_PRICE_MICROS)

/** Marks a number that no public source gives; left out where one does. */
const assumedSchema = z.literal(true).exactOptional()

const seatsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('limited'), members: z.int().min(1) }),
  z.strictObject({ kind: z.literal('unlimited') }),
])

const allowanceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('limited'), credits: creditsSchema, assumed: assumedSchema }),
  z.strictObject({ kind: z.literal('unlimited'), assumed: assumedSchema }),
])

const payAsYouGoOfferSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unavailable') }),
  z.strictObject({
    kind: z.literal('offered'),
    byDefault: z.enum(['on', 'off']),
    blockCredits: z.int().min(1).max(MAX_BLOCK_CREDITS),
    blockMicros: priceSchema,
    assumed: assumedSchema,
  }),
])

const entitlementSchema = z.strictObject({
  holder: z.enum(['team', 'member', 'pool']),
  allowance: allowanceSchema,
  payAsYouGo: payAsYouGoOfferSchema,
})

const planSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  seats: seatsSchema,
  entitlements: z.record(z.enum(RESOURCES), entitlementSchema),
})

const rateUnitSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('each') }),
  z.strictObject({ kind: z.literal('tokens'), tokens: z.int().min(1).max(MAX_CREDITS) }),
  z.strictObject({ kind: z.literal('metered') }),
])

const rateSchema = z.strictObject({
  item: z.union([slugSchema, z.literal('*')]),
  label: nameSchema,
  model: z.strictObject({ id: slugSchema, label: nameSchema }).exactOptional(),
  per: rateUnitSchema,
  credits: z.strictObject({ manual: creditsSchema, cloud: creditsSchema }),
  assumed: assumedSchema,
})

const rateCardSchema = z
  .strictObject({
    id: idSchema,
    resource: resourceSchema,
    appliesFrom: z.iso.date(),
    rates: z.array(rateSchema).min(1),
  })
  .check(refuse(checkCard))

const bonusPackSchema = z.strictObject({
  id: idSchema,
  resource: resourceSchema,
  credits: z.int().min(1).max(MAX_CREDITS),
  priceMicros: priceSchema,
  assumed: assumedSchema,
})

/** An operator's own plans, rate cards and bonus packs, in place of the default ones. */
export const catalogSchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD'),
  plans: z
    .array(planSchema)
    .min(1)
    .check(refuse((rows) => unique(rows, 'plan'))),
  rateCards: z
    .array(rateCardSchema)
    .check(refuse((cards) => [...unique(cards, 'rate card'), ...checkCards(cards)])),
  bonusPacks: z.array(bonusPackSchema).check(refuse((rows) => unique(rows, 'bonus pack'))),
  chargesAlert: z.strictObject({ micros: priceSchema, assumed: assumedSchema }).exactOptional(),
  requestsPerMinute: z.int().min(1).max(MAX_REQUESTS_PER_MINUTE).exactOptional(),
})

/**
 * The catalog in a parsed JSON file, or what is wrong with it. Faults between rows are looked for
 * once the rows themselves are well-formed.
 */
export function parseCatalog(
  json: unknown,
): { ok: true; catalog: Catalog } | { ok: false; faults: Fault[] } {
  const parsed = catalogSchema.safeParse(json, { reportInput: true })
  if (parsed.success) return { ok: true, catalog: parsed.data }
  return { ok: false, faults: faultsOf(parsed.error) }
}
