import { z } from 'zod'
import { resourceUsageSchema } from './usage.ts'
import { bpsSchema, creditsSchema, dateSchema, figuresShape, idSchema } from './values.ts'

const breakdownRowSchema = z.object({
  key: z.string(),
  label: z.string(),
  credits: creditsSchema,
  charges: z.int(),
  /** Of the resource's use in the cycle. */
  shareBps: bpsSchema,
})
export type BreakdownRow = z.infer<typeof breakdownRowSchema>

/** The largest rows, and what all others sum to, so that a breakdown sums to the total. */
const breakdownSchema = z.object({
  rows: z.array(breakdownRowSchema),
  others: z.object({ rows: z.int(), credits: creditsSchema, charges: z.int() }),
})
export type Breakdown = z.infer<typeof breakdownSchema>

const rateRowSchema = z.object({
  item: z.string(),
  label: z.string(),
  model: z.string().optional(),
  per: z.string(),
  manual: creditsSchema,
  cloud: creditsSchema,
  assumed: z.boolean(),
})

export const resourceReplySchema = z.object({
  ...figuresShape,
  zone: z.string(),
  currency: z.string(),
  usage: resourceUsageSchema,
  breakdowns: z.object({
    kinds: breakdownSchema,
    members: breakdownSchema,
    /** Flows or servers; absent where the resource has neither. */
    parts: breakdownSchema.optional(),
  }),
  /** Work in this cycle with the customer's own provider key, which uses no credits. */
  ownKey: z.object({ charges: z.int() }),
  rateCard: z
    .object({ id: idSchema, appliesFrom: dateSchema, rates: z.array(rateRowSchema) })
    .optional(),
})
export type ResourceReply = z.infer<typeof resourceReplySchema>
