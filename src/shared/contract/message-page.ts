import { z } from 'zod'
import { MAIL_TOPICS } from '#shared/credits/notices.ts'
import { CHANNELS, DELIVERY_STATES } from './delivery.ts'
import { messageIdSchema, pageShape, wordsShape } from './inbox.ts'
import { idSchema, instantSchema } from './values.ts'

const channelSchema = z.enum(CHANNELS)

export const deliveriesQuerySchema = z.object({
  channel: channelSchema.optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  ...pageShape,
})

export const deliverySchema = z.object({
  message: messageIdSchema,
  channel: channelSchema,
  /** A member, or an endpoint by its address. */
  recipient: z.object({ id: idSchema, name: z.string() }),
  /** When it was told. */
  at: instantSchema,
  state: z.enum(DELIVERY_STATES),
  /** All of them, also those before it was asked for again. */
  attempts: z.int(),
  /** When it is tried next. */
  nextAt: instantSchema.optional(),
  /** How the last attempt went. */
  outcome: z.object({ at: instantSchema, detail: z.string() }).optional(),
  ...wordsShape,
})
export type DeliveryView = z.infer<typeof deliverySchema>

export const deliveriesReplySchema = z.object({
  asOf: instantSchema,
  /** Newest first. */
  deliveries: z.array(deliverySchema),
  nextCursor: z.string().optional(),
})

export const sendAgainBodySchema = z.strictObject({
  message: messageIdSchema,
  channel: z.enum(['mail', 'webhook']),
  recipient: idSchema,
})

/** A mail goes to whoever asks. */
export const sendTestBodySchema = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('mail') }),
  z.strictObject({ channel: z.literal('webhook'), endpoint: idSchema }),
])

export const deliveryReplySchema = z.object({ asOf: instantSchema, delivery: deliverySchema })

const mailChoiceSchema = z.object({
  topic: z.enum(MAIL_TOPICS),
  on: z.boolean(),
  /** Whether it can't be turned off: Billing is always told of the team’s limits and charges. */
  promised: z.boolean(),
})

export const mailChoicesReplySchema = z.object({
  asOf: instantSchema,
  choices: z.array(mailChoiceSchema),
})

export const mailChoiceBodySchema = z.strictObject({
  topic: z.enum(MAIL_TOPICS),
  on: z.boolean(),
})

/** Absolute, http or https, and without a password that would end up in logs. */
const webhookUrlSchema = z
  .string()
  .max(2_000)
  .regex(/^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\s\p{Cc}]+$/u, 'must be an absolute http or https URL')
  .regex(/^\w+:\/\/[^@/?#]*(?:[/?#]|$)/u, 'may hold no user name or password')

export const endpointSchema = z.object({
  id: idSchema,
  url: z.string(),
  /** `failed`: turned off, since it took nothing for three days. */
  state: z.enum(['on', 'off', 'failed']),
  createdAt: instantSchema,
  failingSince: instantSchema.optional(),
})

export const endpointsReplySchema = z.object({
  asOf: instantSchema,
  endpoints: z.array(endpointSchema),
})

export const createEndpointBodySchema = z.strictObject({ url: webhookUrlSchema })

export const endpointReplySchema = z.object({
  asOf: instantSchema,
  endpoint: endpointSchema,
  /** What its messages are signed with: shown this once. */
  secret: z.string().optional(),
})

export const endpointBodySchema = z.strictObject({ on: z.boolean() })
