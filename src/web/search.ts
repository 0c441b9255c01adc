import { z } from 'zod'
import { dateSchema, idSchema } from '#shared/contract/values.ts'

/** What every page's address can hold. What is not understood is left out, never an error. */
export const rootSearchSchema = z.object({
  team: idSchema.optional().catch(undefined),
  /** A billing cycle by its first day; absent for the open one. */
  cycle: dateSchema.optional().catch(undefined),
})
