import { z } from 'zod'
import { emailSchema, newPasswordSchema } from './person.ts'
import {
  idSchema,
  instantSchema,
  memberRefSchema,
  nameSchema,
  plainTextSchema,
  roleSchema,
  rolesSchema,
} from './values.ts'

const MAX_PAGE = 100

export const rosterQuerySchema = z.object({
  search: plainTextSchema.max(200).optional(),
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
})

export const rosterMemberSchema = z.object({
  id: idSchema,
  name: nameSchema,
  email: z.string(),
  roles: z.array(roleSchema),
  /** Whether a person signs in as this member. */
  signsIn: z.boolean(),
})

export const rosterReplySchema = z.object({
  asOf: instantSchema,
  /** By name. */
  members: z.array(rosterMemberSchema),
  nextCursor: z.string().optional(),
})

export const rolesBodySchema = z.strictObject({ roles: rolesSchema })

export const removedReplySchema = z.object({ removed: z.literal(true) })

const invitationSchema = z.object({
  id: idSchema,
  email: z.string(),
  roles: z.array(roleSchema),
  /** Whom somebody signs in as who accepts, with the roles that they have, too. */
  member: memberRefSchema.optional(),
  invitedAt: instantSchema,
  invitedBy: z.string(),
  expiresAt: instantSchema,
})

export const invitationsReplySchema = z.object({
  asOf: instantSchema,
  /** Those that can be accepted still, newest first. */
  invitations: z.array(invitationSchema),
})

export const inviteBodySchema = z.strictObject({
  email: emailSchema,
  roles: rolesSchema,
  /** A member that usage is known of already, who keeps their roles; else a new one is made. */
  member: idSchema.optional(),
})
export const inviteReplySchema = invitationSchema

const tokenSchema = z.string().min(1).max(500)

export const readInvitationBodySchema = z.strictObject({ token: tokenSchema })

export const readInvitationReplySchema = z.object({
  team: nameSchema,
  email: z.string(),
  /** Those from then on. */
  roles: z.array(roleSchema),
  invitedBy: z.string(),
  /** Whether somebody has this address already: they sign in first. */
  known: z.boolean(),
})

export const acceptBodySchema = z.strictObject({
  token: tokenSchema,
  /** Of somebody who is new here. */
  person: z.strictObject({ name: nameSchema, password: newPasswordSchema }).optional(),
})

export const acceptReplySchema = z.object({ team: idSchema })
