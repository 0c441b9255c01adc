import { z } from 'zod'
import { isZone } from '#shared/credits/cycle.ts'
import { idSchema, instantSchema, nameSchema, teamRefSchema } from './values.ts'

/** The longest that any mail server takes. */
const MAX_EMAIL = 254
/** Dotted words, an @, a domain with a dot: what people have, of all that the standard would allow. */
const EMAIL =
  /^[\w+-]+(?:[.'][\w+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/
const MIN_PASSWORD = 12
const MAX_PASSWORD = 200

/** An address in plain form; its case does not matter, so it is kept in small letters. */
export const emailSchema = z
  .string()
  .regex(EMAIL, 'is no e-mail address')
  .max(MAX_EMAIL)
  .transform((email) => email.toLowerCase())

/** Long rather than odd: what makes a password hard to guess is its length. */
export const newPasswordSchema = z
  .string()
  .min(MIN_PASSWORD, `must have at least ${MIN_PASSWORD} characters`)
  .max(MAX_PASSWORD, `may have at most ${MAX_PASSWORD} characters`)

const tokenSchema = z.string().min(1).max(500)

export const personReplySchema = z.object({
  person: z.object({ name: nameSchema, email: z.string() }),
})

export const signInBodySchema = z.strictObject({
  email: emailSchema,
  password: z.string().min(1).max(MAX_PASSWORD),
})

export const linkBodySchema = z.strictObject({ email: emailSchema })

export const useLinkBodySchema = z.strictObject({ token: tokenSchema })

export const noneBodySchema = z.strictObject({})

export const doneReplySchema = z.object({ done: z.literal(true) })

export const providerReplySchema = z.object({ address: z.string() })

export const sessionsReplySchema = z.object({
  asOf: instantSchema,
  /** The newest use first. */
  sessions: z.array(
    z.object({
      id: idSchema,
      startedAt: instantSchema,
      /** To the hour. */
      seenAt: instantSchema,
      address: z.string().optional(),
      browser: z.string().optional(),
      /** The one that asks. */
      current: z.boolean(),
    }),
  ),
})

export const passwordBodySchema = z.strictObject({
  /** Absent for a person who has none yet. */
  current: z.string().min(1).max(MAX_PASSWORD).optional(),
  next: newPasswordSchema,
})

export const plansReplySchema = z.object({
  /** In the catalog's order. */
  plans: z.array(z.object({ id: idSchema, name: nameSchema })),
})

export const newTeamSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  plan: idSchema,
  zone: z.string().refine(isZone, 'is no time zone: use a name such as Europe/Berlin or UTC'),
})

export const setUpBodySchema = z.strictObject({
  token: tokenSchema,
  name: nameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  /** The first team, of which whoever sets up is Admin and Billing; absent where teams are there. */
  team: newTeamSchema.optional(),
})

export const createTeamReplySchema = z.object({ team: teamRefSchema })
