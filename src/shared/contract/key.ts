import { z } from 'zod'
import {
  idSchema,
  instantSchema,
  memberRefSchema,
  nameSchema,
  plainTextSchema,
  roleSchema,
  rolesSchema,
} from './values.ts'

/** What a host product's key lets it do. */
export const KEY_SCOPES = ['events', 'runs', 'teams', 'embed'] as const
export const keyScopeSchema = z.enum(KEY_SCOPES)
export type KeyScope = z.infer<typeof keyScopeSchema>

export const SCOPE_WORDS: Record<KeyScope, string> = {
  events: 'send usage events',
  runs: 'ask for runs',
  teams: 'change plans and flows',
  embed: 'open the dashboard for members',
}

const MAX_DAYS = 3_650
const expiryShape = { expiresInDays: z.int().min(1).max(MAX_DAYS).optional() }

/**
 * What the `source` of events begins with. A key is bound to its sources: else whoever had another
 * key could send an event's id first, and the event itself would be taken for a copy.
 */
const sourceSchema = plainTextSchema.min(1).max(200)

/** What a team's own key may; whole teams are the operator's to change. */
export const TEAM_KEY_SCOPES = ['events', 'runs', 'embed'] as const

/** Events of this server's own making have sources that begin so. */
const RESERVED = '/headroom/'

export const createKeyBodySchema = z
  .strictObject({
    name: nameSchema,
    scopes: z.array(z.enum(TEAM_KEY_SCOPES)).min(1).max(TEAM_KEY_SCOPES.length),
    source: sourceSchema.refine(isFree, `may not begin as ${RESERVED} does`).optional(),
    /** What the dashboard is opened with, at most: those that its maker may give. */
    roles: rolesSchema.optional(),
    ...expiryShape,
  })
  .refine(({ scopes, roles }) => scopes.includes('embed') === (roles !== undefined), {
    path: ['roles'],
    message: 'are needed for a key that opens the dashboard, and for no other',
  })
  .refine(({ scopes, source }) => !scopes.includes('events') || source !== undefined, {
    path: ['source'],
    message: 'is needed for a key that sends events',
  })

export const createOwnKeyBodySchema = z.strictObject({ name: nameSchema, ...expiryShape })

/** How long the old key goes on working beside the new one. */
export const rotateKeyBodySchema = z.strictObject({ overlapHours: z.int().min(0).max(720) })

const keySchema = z.object({
  id: idSchema,
  name: nameSchema,
  /** How it begins: enough to find it among many, of no use to anybody. */
  hint: z.string(),
  createdAt: instantSchema,
  createdBy: z.string(),
  expiresAt: instantSchema.optional(),
  /** To the hour. */
  usedAt: instantSchema.optional(),
})

export const serviceKeySchema = keySchema.extend({
  scopes: z.array(keyScopeSchema),
  source: z.string().optional(),
  /** What it opens the dashboard with, at most. */
  roles: z.array(roleSchema).optional(),
  /** Those of them that it gives at this moment: no more than its maker may, and none once they left. */
  gives: z.array(roleSchema).optional(),
  makerLeft: z.boolean().optional(),
  /** The key that works in its place: that one can be replaced, this one not again. */
  replacedBy: idSchema.optional(),
})

export const ownKeySchema = keySchema.extend({ member: memberRefSchema })

export const serviceKeysReplySchema = z.object({
  asOf: instantSchema,
  /** Newest first; those that are over are left out. */
  keys: z.array(serviceKeySchema),
})

export const ownKeysReplySchema = z.object({ asOf: instantSchema, keys: z.array(ownKeySchema) })

/** The one time that a key is shown. */
export const newKeyReplySchema = z.object({ id: idSchema, secret: z.string() })
export const keyEndedReplySchema = z.object({ ended: z.literal(true) })

function isFree(source: string): boolean {
  return !overlap(source, RESERVED)
}

/** Whether there are sources that begin as both say. */
export function overlap(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a)
}
