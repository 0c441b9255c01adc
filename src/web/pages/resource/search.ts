import { z } from 'zod'
import { boughtSchema, lateSchema } from '#shared/contract/page.ts'
import { dateSchema, idSchema } from '#shared/contract/values.ts'

export const BREAKDOWNS = ['kinds', 'members', 'parts'] as const

/** Kept in the address, so that a view can be shared; what is not understood falls away. */
export const resourceSearchSchema = z.object({
  /** How use is broken down. */
  by: z.enum(BREAKDOWNS).optional().catch(undefined),
  /** The charges shown: of one day, kind, member, and flow or server. */
  day: dateSchema.optional().catch(undefined),
  kind: z.string().max(64).optional().catch(undefined),
  member: idSchema.optional().catch(undefined),
  part: idSchema.optional().catch(undefined),
  /** Those behind a line of an invoice: what they bought, and whether they came late. */
  bought: boughtSchema.optional().catch(undefined),
  late: lateSchema.optional().catch(undefined),
})
export type ResourceSearch = z.output<typeof resourceSearchSchema>
