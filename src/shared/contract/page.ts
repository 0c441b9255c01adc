import { z } from 'zod'
import { ratingSchema } from './rating.ts'
import { bucketsSchema, memberBalanceSchema } from './usage.ts'
import {
  creditsSchema,
  dateSchema,
  figuresShape,
  idSchema,
  instantSchema,
  limitStateSchema,
  memberRefSchema,
  microsSchema,
  resourceSchema,
  workStateSchema,
} from './values.ts'

/** The most rows that one page holds. */
export const MAX_PAGE = 200

const cursorSchema = z.string().max(512)
const limitSchema = z.coerce.number().int().min(1).max(MAX_PAGE).default(50)

export const MEMBER_SORTS = ['used', 'share', 'left', 'cost', 'name'] as const

export const membersQuerySchema = z.object({
  cycle: dateSchema.optional(),
  search: z.string().max(200).optional(),
  sort: z.enum(MEMBER_SORTS).default('share'),
  order: z.enum(['asc', 'desc']).default('desc'),
  /** Either a limit state or what it means for work. */
  state: z.union([limitStateSchema, workStateSchema]).optional(),
  cursor: cursorSchema.optional(),
  limit: limitSchema,
})
export type MembersQuery = z.output<typeof membersQuerySchema>

export const membersReplySchema = z.object({
  ...figuresShape,
  members: z.array(memberBalanceSchema),
  /** All that match the search and filter, not only this page. */
  matching: z.int(),
  nextCursor: cursorSchema.optional(),
})
export type MembersReply = z.infer<typeof membersReplySchema>

/** One price: `1000x10000000` is a block of 1,000 credits for 10 million micros. */
export const boughtSchema = z.string().regex(/^\d{1,12}x\d{1,15}$/)
export const lateSchema = z.enum(['yes', 'no'])

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
  nextCursor: cursorSchema.optional(),
})
export type ChargesReply = z.infer<typeof chargesReplySchema>
