import { z } from 'zod'
import { creditsSchema, figuresShape, idSchema, instantSchema, nameSchema } from './values.ts'

export const deployFlowBodySchema = z.strictObject({
  name: nameSchema.optional(),
  deployed: z.boolean(),
})
export type DeployFlowBody = z.output<typeof deployFlowBodySchema>

const flowStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('active') }),
  z.object({
    kind: z.literal('suspended'),
    since: instantSchema,
    /** Absent where the next cycle brings no credits either. */
    resumes: instantSchema.optional(),
  }),
  z.object({ kind: z.literal('removed'), since: instantSchema }),
])

export const flowSchema = z.object({
  id: idSchema,
  name: z.string(),
  state: flowStateSchema,
  /** When it was deployed or removed, or first ran in the cloud. */
  at: instantSchema,
  /** Used in the cycle, in all of its runs. */
  credits: creditsSchema,
  charges: z.int(),
})
export type Flow = z.infer<typeof flowSchema>

export const flowsReplySchema = z.object({
  ...figuresShape,
  /** Deployed first, most used first. */
  flows: z.array(flowSchema),
  others: z.int(),
})
export type FlowsReply = z.infer<typeof flowsReplySchema>

export const deployFlowReplySchema = z.object({
  asOf: instantSchema,
  flow: idSchema,
  name: z.string(),
  deployed: z.boolean(),
  at: instantSchema,
})
