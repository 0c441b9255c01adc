import { z } from 'zod'
import { MEMBER_SORTS } from '#shared/contract/page.ts'
import { limitStateSchema, workStateSchema } from '#shared/contract/values.ts'

/** Kept in the address, so that a view can be shared; what is not understood falls away. */
export const membersSearchSchema = z.object({
  search: z.coerce.string().max(200).optional().catch(undefined),
  sort: z.enum(MEMBER_SORTS).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
  state: z.union([limitStateSchema, workStateSchema]).optional().catch(undefined),
})
export type MembersSearch = z.output<typeof membersSearchSchema>
