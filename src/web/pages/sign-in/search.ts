import { z } from 'zod'

export const signInSearchSchema = z.object({
  /** The identity provider's account is nobody's here. */
  refused: z.literal('provider').optional().catch(undefined),
})
