import { z } from 'zod'
import { instantSchema, microsSchema, nameSchema } from './values.ts'

/** `null` for the catalog's threshold. */
export const chargesAlertBodySchema = z.strictObject({ micros: microsSchema.nullable() })
export type ChargesAlertBody = z.infer<typeof chargesAlertBodySchema>

export const chargesAlertReplySchema = z.object({
  asOf: instantSchema,
  currency: z.string(),
  /** What holds; absent where neither the catalog nor the team has one: nobody is told. */
  micros: microsSchema.optional(),
  /** Who decided that and when; absent while the catalog's holds. */
  decided: z.object({ at: instantSchema, by: nameSchema }).optional(),
  /** The catalog's. */
  standard: z.object({ micros: microsSchema, assumed: z.boolean() }).optional(),
  /** Pay-as-you-go charges of the open cycle so far, all resources together. */
  chargedMicros: microsSchema,
  /** The charges that Billing was last told of in this cycle. */
  toldMicros: microsSchema.optional(),
})
export type ChargesAlertReply = z.infer<typeof chargesAlertReplySchema>
