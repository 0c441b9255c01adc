import { z } from 'zod'
import { PROVIDERS } from '#shared/credits/provider.ts'
import { READING_FAILURES } from '#shared/credits/reading-failure.ts'
import {
  allowanceSchema,
  creditsSchema,
  idSchema,
  instantSchema,
  memberRefSchema,
  nameSchema,
  resourceSchema,
} from './values.ts'

/** Printable and without spaces: it goes into a header. */
const keySchema = z
  .string()
  .regex(/^[\x21-\x7e]{16,512}$/, 'must be the key alone: 16 to 512 characters without spaces')

export const connectBodySchema = z.strictObject({
  provider: z.enum(PROVIDERS),
  key: keySchema,
  /** Whose key it is: AI credits that it reports are this member’s. */
  member: idSchema.optional(),
})
export type ConnectBody = z.output<typeof connectBodySchema>

export const readNowBodySchema = z.strictObject({})

const countedSchema = z.object({
  /** What the provider calls it, and what people do. */
  name: z.string(),
  label: z.string(),
  resource: resourceSchema,
  credits: creditsSchema,
  outcome: z.enum(['waiting', 'booked', 'needs-member', 'refused']),
  detail: z.string().optional(),
})

const readingSchema = z.object({
  seq: z.int(),
  at: instantSchema,
  /** Absent where it brought figures. */
  failure: z.enum(READING_FAILURES).optional(),
  /** Figures in the answer that could not be read. */
  unreadable: z.int(),
  counted: z.array(countedSchema),
})

const figureSchema = z.object({
  name: z.string(),
  /** Absent for a name that Headroom has no resource for: it is kept and not counted. */
  counts: z.object({ resource: resourceSchema, label: z.string() }).optional(),
  /** As it was read: it may have decimals. */
  usage: z.number(),
  overage: z.number().optional(),
  limit: allowanceSchema.optional(),
})

export const connectionSchema = z.object({
  id: idSchema,
  provider: z.enum(PROVIDERS),
  /** The last characters of its key: more of it is never shown. */
  keyEnd: z.string(),
  since: instantSchema,
  by: nameSchema,
  member: memberRefSchema.optional(),
  /** A worker has it at this moment. */
  isReading: z.boolean(),
  nextAt: instantSchema,
  failingSince: instantSchema.optional(),
  /** What the account said last, and when. */
  figures: z.object({ at: instantSchema, rows: z.array(figureSchema) }).optional(),
  /** The last ones, newest first. */
  readings: z.array(readingSchema),
})
export type AccountConnection = z.infer<typeof connectionSchema>

export const connectionsReplySchema = z.object({
  asOf: instantSchema,
  /** Whether the server can keep keys: without a secret of its own it connects no account. */
  canConnect: z.boolean(),
  connections: z.array(connectionSchema),
})
export type ConnectionsReply = z.infer<typeof connectionsReplySchema>

export const connectionReplySchema = z.object({
  asOf: instantSchema,
  connection: connectionSchema,
})
