import { z } from 'zod'
import { memberBalanceSchema } from './usage.ts'
import { dateSchema, figuresShape, limitStateSchema, workStateSchema } from './values.ts'

/** The most rows that one page holds. */
export const MAX_PAGE = 200

export const cursorSchema = z.string().max(512)
export const limitSchema = z.coerce.number().int().min(1).max(MAX_PAGE).default(50)

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
