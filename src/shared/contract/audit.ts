import { z } from 'zod'
import { AUDIT_ACTIONS, AUDIT_ACTOR_KINDS } from './audit-actions.ts'
import { cursorSchema, limitSchema } from './page.ts'
import { dateSchema, instantSchema } from './values.ts'

/** Days of the team's time zone, both included. */
export const auditFilterShape = {
  actor: z.string().min(1).max(300).optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
}

export const auditFileQuerySchema = z.object(auditFilterShape)
export type AuditFilter = z.output<typeof auditFileQuerySchema>

export const auditQuerySchema = z.object({
  ...auditFilterShape,
  cursor: cursorSchema.optional(),
  limit: limitSchema,
})

/** What was decided, by field: a field's name says its unit. */
const stateSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
)
export type AuditStateView = z.infer<typeof stateSchema>

export const auditEntrySchema = z.object({
  /** Counts the team's entries from 1. */
  seq: z.int(),
  at: instantSchema,
  actor: z.object({ kind: z.enum(AUDIT_ACTOR_KINDS), id: z.string(), name: z.string() }),
  /** A host product’s key that vouched for the actor, in an embedded dashboard. */
  via: z.object({ id: z.string(), name: z.string() }).optional(),
  /** Where the request came from, where that is known. */
  address: z.string().optional(),
  requestId: z.string().optional(),
  action: z.enum(AUDIT_ACTIONS),
  object: z.object({ id: z.string(), name: z.string() }),
  before: stateSchema.optional(),
  after: stateSchema.optional(),
  /** SHA-256 of the entry and of the hash before it. */
  hash: z.string(),
})
export type AuditEntryView = z.infer<typeof auditEntrySchema>

export const auditReplySchema = z.object({
  asOf: instantSchema,
  /** ISO 4217: of all money in it. */
  currency: z.string(),
  /** Newest first. */
  entries: z.array(auditEntrySchema),
  /** Everybody who ever did anything, by name: to choose from. */
  actors: z.array(z.object({ id: z.string(), name: z.string() })),
  nextCursor: cursorSchema.optional(),
})
