import { z } from 'zod'
import { markKey } from '#shared/credits/low-credit.ts'
import { creditsSchema, idSchema, instantSchema, nameSchema } from './values.ts'

/** More would be a message for every few credits. */
const MOST_ALERTS = 10

export const lowMarkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('credits'), credits: creditsSchema }),
  z.strictObject({ kind: z.literal('percent'), percent: z.int().min(1).max(99) }),
])

/** All that the team asks for, in place of what it asked for before. */
export const lowAlertsBodySchema = z.strictObject({
  marks: z
    .array(lowMarkSchema)
    .max(MOST_ALERTS)
    .refine((marks) => new Set(marks.map(markKey)).size === marks.length, 'must not repeat a mark'),
})
export type LowAlertsBody = z.output<typeof lowAlertsBodySchema>

export const lowAlertsReplySchema = z.object({
  asOf: instantSchema,
  /** Credits at hand, bonus credits included; absent where there is no limit. */
  left: creditsSchema.optional(),
  /** The first to fire first. */
  alerts: z.array(
    z.object({
      mark: lowMarkSchema,
      /** The credits at which it fires; absent where there is no limit. */
      credits: creditsSchema.optional(),
      /** Whether no more than that is left. */
      isLow: z.boolean(),
      since: instantSchema,
      by: nameSchema,
    }),
  ),
})
export type LowAlertsReply = z.infer<typeof lowAlertsReplySchema>

/** A low-credit alert that fired. */
export const lowCrossingSchema = z.object({
  id: idSchema,
  at: instantSchema,
  charge: z.int(),
  /** Left with the charge that set it off. */
  left: creditsSchema,
  /** The lowest of those that it set off, and all of them. */
  mark: lowMarkSchema,
  crossed: z.array(lowMarkSchema),
})
