import { z } from 'zod'
import { idSchema, instantSchema, nameSchema } from './values.ts'

export const planBodySchema = z.strictObject({ plan: idSchema })

export const planReplySchema = z.object({
  asOf: instantSchema,
  team: idSchema,
  /** The plan it was on before; the same where nothing changed. */
  from: idSchema,
  plan: z.object({ id: idSchema, name: nameSchema }),
})
export type PlanReply = z.infer<typeof planReplySchema>
