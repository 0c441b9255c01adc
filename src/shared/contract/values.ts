import { z } from 'zod'
import { MAX_CREDITS } from '#shared/credits/amounts.ts'
import { THRESHOLDS } from '#shared/credits/crossing.ts'
import { LIFTS } from '#shared/credits/lift.ts'
import { LIMIT_STATES, WORK_STATES } from '#shared/credits/limit.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import { ID_FORM, MAX_ID_LENGTH } from './forms.ts'

/** Whole credits or calls. */
export const creditsSchema = z.int().min(0).max(MAX_CREDITS)

export const allowanceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('limited'), credits: creditsSchema }),
  z.object({ kind: z.literal('unlimited') }),
])

/** Whole millionths of the currency. */
export const microsSchema = z.int().min(0)

/** Hundredths of a percent. */
export const bpsSchema = z.int().min(0)

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const instantSchema = z.int()

/** Never empty. */
export const idSchema = z
  .string()
  .min(1)
  .max(MAX_ID_LENGTH)
  .regex(ID_FORM, 'may hold letters, digits and . _ : @ / - only')

/** A kind of use that its sender names: a short slug, so that kinds stay few and readable. */
export const slugSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9._-]*$/, 'must be a lower-case slug such as generate-request')

/** CloudEvents forbids control characters and half surrogates, and not every database holds them. */
export const plainTextSchema = z.string().regex(/^[^\p{Cc}\p{Cs}]*$/u, {
  error: ({ input }) =>
    /\p{Cs}/u.test(String(input))
      ? 'may hold no half of a character (a lone surrogate)'
      : 'may hold no control characters',
})

export const nameSchema = plainTextSchema.min(1).max(200)

export const dateSchema = z.iso.date()

export const resourceSchema = z.enum(RESOURCES)
export const limitStateSchema = z.enum(LIMIT_STATES)
export const workStateSchema = z.enum(WORK_STATES)
export const thresholdSchema = z.enum(THRESHOLDS)
/** What lifts a limit besides pay-as-you-go: bonus credits to buy, the smallest larger plan. */
export const otherwiseSchema = z.object({ bonus: z.boolean(), plan: z.string().optional() })

export const liftSchema = z.enum(LIFTS)

export const ROLES = ['admin', 'billing', 'member'] as const
export const roleSchema = z.enum(ROLES)
export type Role = z.infer<typeof roleSchema>

/** What somebody may do in a team; one person can hold several. */
export const rolesSchema = z
  .array(roleSchema)
  .min(1, 'needs at least one role')
  .transform((roles) => ROLES.filter((role) => roles.includes(role)))

export const cycleSchema = z.object({
  id: dateSchema,
  index: z.int(),
  start: instantSchema,
  end: instantSchema,
})

export const memberRefSchema = z.object({ id: idSchema, name: nameSchema })

export const teamRefSchema = z.object({ id: idSchema, name: nameSchema })

/** Whose figures a reply holds. */
export const scopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('team'), team: teamRefSchema }),
  z.object({ kind: z.literal('member'), team: teamRefSchema, member: memberRefSchema }),
])

/** What every reply says of its figures: as of when, of which cycle, of whom. */
export const figuresShape = {
  asOf: instantSchema,
  cycle: cycleSchema,
  scope: scopeSchema,
}
