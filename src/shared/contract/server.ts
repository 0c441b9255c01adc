import { z } from 'zod'
import {
  creditsSchema,
  dateSchema,
  idSchema,
  instantSchema,
  limitStateSchema,
  nameSchema,
} from './values.ts'

export const serverLimitBodySchema = z.strictObject({
  /** The most that the server may use on a day of the team; nothing takes the limit away. */
  credits: creditsSchema.nullable(),
})
export type ServerLimitBody = z.output<typeof serverLimitBodySchema>

const dayUseSchema = z.object({
  credits: creditsSchema,
  /** Messages with the customer's own provider key, which use no credits. */
  ownKey: z.int(),
})

export const serverSchema = z.object({
  id: idSchema,
  name: z.string(),
  today: dayUseSchema.extend({
    /** Set aside for runs of this server. */
    held: creditsSchema,
  }),
  /** Absent where the team has set none. */
  limit: z
    .object({
      credits: creditsSchema,
      since: instantSchema,
      by: nameSchema,
      state: limitStateSchema,
    })
    .optional(),
  /** Of each of the reply's `days`. */
  trend: z.array(dayUseSchema),
})
export type AssistantServer = z.infer<typeof serverSchema>

export const serversReplySchema = z.object({
  asOf: instantSchema,
  /** The last days in the team's zone; the last one is today. */
  days: z.array(z.object({ date: dateSchema, start: instantSchema, end: instantSchema })),
  /** Those with a limit or with use in these days, most used first. */
  servers: z.array(serverSchema),
  /** Not listed. */
  others: z.int(),
})
export type ServersReply = z.infer<typeof serversReplySchema>

export const serverLimitReplySchema = z.object({ asOf: instantSchema, server: serverSchema })
export type ServerLimitReply = z.infer<typeof serverLimitReplySchema>
