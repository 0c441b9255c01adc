import { z } from 'zod'
import {
  creditsSchema,
  idSchema,
  instantSchema,
  microsSchema,
  nameSchema,
  resourceSchema,
} from './values.ts'

export const purchaseBodySchema = z.strictObject({
  /** The buyer's own: sent again with the same body it is the same purchase. */
  key: idSchema,
  pack: idSchema,
  /** The price that the buyer was shown: another one is refused, never charged. */
  priceMicros: microsSchema,
})
export type PurchaseBody = z.output<typeof purchaseBodySchema>

const currencySchema = z.string().regex(/^[A-Z]{3}$/)

/** Bonus credits that a team was given at once, and what is left of them. */
export const bonusLineSchema = z.object({
  /** Of the grant. */
  id: idSchema,
  at: instantSchema,
  resource: resourceSchema,
  credits: creditsSchema,
  left: creditsSchema,
  /** Absent for credits that never expire. */
  expiry: instantSchema.optional(),
  /** The receipt; absent for credits that were given, not bought. */
  bought: z
    .object({
      key: idSchema,
      pack: idSchema,
      by: nameSchema,
      priceMicros: microsSchema,
      currency: currencySchema,
    })
    .optional(),
})
export type BonusLine = z.infer<typeof bonusLineSchema>

export const bonusPackSchema = z.object({
  id: idSchema,
  resource: resourceSchema,
  credits: creditsSchema,
  priceMicros: microsSchema,
  assumed: z.boolean(),
})
export type BonusPack = z.infer<typeof bonusPackSchema>

export const purchasesReplySchema = z.object({
  asOf: instantSchema,
  currency: currencySchema,
  /** What can be bought now, the smallest first. */
  packs: z.array(bonusPackSchema),
  /** Newest first. */
  lines: z.array(bonusLineSchema),
})
export type PurchasesReply = z.infer<typeof purchasesReplySchema>

export const purchaseReplySchema = z.object({ asOf: instantSchema, line: bonusLineSchema })
export type PurchaseReply = z.infer<typeof purchaseReplySchema>
