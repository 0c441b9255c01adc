import { z } from 'zod'
import { boughtSchema, cursorSchema, lateSchema, limitSchema } from './page.ts'
import { ratingSchema } from './rating.ts'
import { bucketsSchema } from './usage.ts'
import {
  creditsSchema,
  dateSchema,
  figuresShape,
  idSchema,
  instantSchema,
  memberRefSchema,
  microsSchema,
  resourceSchema,
} from './values.ts'

export const chargesQuerySchema = z.object({
  cycle: dateSchema.optional(),
  kind: z.string().max(64).optional(),
  member: idSchema.optional(),
  /** A flow or server. */
  part: idSchema.optional(),
  /** Those behind a line of an invoice: that bought blocks, as `CREDITSxMICROS` of one block. */
  bought: boughtSchema.optional(),
  /** Whether they came after their own cycle was invoiced. */
  late: lateSchema.optional(),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  cursor: cursorSchema.optional(),
  limit: limitSchema,
})
export type ChargesQuery = z.output<typeof chargesQuerySchema>

export const chargeSchema = z.object({
  /** Counts a team's charges from 1. */
  charge: z.int(),
  resource: resourceSchema,
  /** When it was used, and when it counts in the cycle: the same unless it came late. */
  time: instantSchema,
  bookedAt: instantSchema,
  late: z.boolean(),
  kind: z.string(),
  member: memberRefSchema.optional(),
  part: z.object({ id: idSchema, name: z.string() }).optional(),
  rating: ratingSchema,
  /** `3 × Connector at 2 credits, card of 2026-03-01 = 6`. */
  explanation: z.string(),
  credits: creditsSchema,
  buckets: bucketsSchema,
  blocksBought: z.int(),
  costMicros: microsSchema,
  /** The CloudEvent that made it, as it was taken. */
  event: z.record(z.string(), z.unknown()),
})
export type Charge = z.infer<typeof chargeSchema>

export const chargesReplySchema = z.object({
  ...figuresShape,
  /** Newest first. */
  charges: z.array(chargeSchema),
  /** Of all that match, not only this page. */
  matching: z.object({ charges: z.int(), credits: creditsSchema }),
  /** The single charges lie in a file since then; totals stay. */
  archivedAt: instantSchema.optional(),
  /** For so many months single charges are kept; absent for ever. */
  keptMonths: z.int().optional(),
  nextCursor: cursorSchema.optional(),
})
export type ChargesReply = z.infer<typeof chargesReplySchema>
