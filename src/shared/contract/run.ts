import { z } from 'zod'
import { problemSchema } from './problem.ts'
import {
  allowanceSchema,
  creditsSchema,
  idSchema,
  instantSchema,
  memberRefSchema,
  microsSchema,
  nameSchema,
  resourceSchema,
  workStateSchema,
} from './values.ts'

/** How long a hold lasts unless the host asks otherwise, and at most: seconds. */
const DEFAULT_HOLD_SECONDS = 3_600
const MAX_HOLD_SECONDS = 86_400

const ESTIMATE =
  'What it will use, as well as the host can tell; 1 unless said. 0 is work of unknown size: it starts while there is anything left to use, and nothing is set aside.'
const FREE_OF_CHARGE =
  'It uses nothing for certain, such as a manual run without blocks that cost credits, or work with an own provider key: it always starts, and nothing is set aside.'

/** Asks whether work may start. The host names the run, so that it can safely ask again. */
export const admitBodySchema = z
  .strictObject({
    team: idSchema,
    run: idSchema,
    resource: resourceSchema,
    /** Whose work it is; needed where each member has an allowance. */
    member: idSchema.optional(),
    /** The flow or server. */
    part: idSchema.optional(),
    /** Credits or calls that it will use, as well as the host can tell: 1 unless said, 0 if unknown. */
    estimate: creditsSchema.optional().meta({ description: ESTIMATE }),
    /** It uses none for certain: a manual run without blocks that cost credits, or an own key. */
    freeOfCharge: z.boolean().optional().meta({ description: FREE_OF_CHARGE }),
    holdSeconds: z.int().min(1).max(MAX_HOLD_SECONDS).default(DEFAULT_HOLD_SECONDS),
  })
  .refine(({ estimate = 0, freeOfCharge }) => !freeOfCharge || estimate === 0, {
    path: ['estimate'],
    message: 'must be 0, or left out, of work that is free of charge',
  })
export type AdmitBody = z.output<typeof admitBodySchema>

export const runSchema = z.object({
  team: idSchema,
  run: idSchema,
  resource: resourceSchema,
  member: idSchema.optional(),
  part: idSchema.optional(),
  /** An expired run holds nothing; what it reports is taken all the same. */
  state: z.enum(['admitted', 'expired', 'settled', 'released']),
  estimate: creditsSchema,
  /** Reported by its events so far. */
  used: creditsSchema,
  /** Still set aside for it. */
  held: creditsSchema,
  admittedAt: instantSchema,
  expiresAt: instantSchema,
  endedAt: instantSchema.optional(),
})
export type Run = z.infer<typeof runSchema>

export const runReplySchema = z.object({ asOf: instantSchema, run: runSchema })
export type RunReply = z.infer<typeof runReplySchema>

export const endRunBodySchema = z.strictObject({ team: idSchema })

const oneWayOutSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask-for-less'), credits: creditsSchema }),
  /** Until they have given back as much of what they hold, without using it. */
  z.object({ kind: z.literal('wait-for-runs'), credits: creditsSchema }),
  z.object({
    kind: z.literal('turn-on-pay-as-you-go'),
    blocks: z.int(),
    micros: microsSchema,
  }),
  z.object({
    kind: z.literal('raise-spend-cap'),
    byMicros: microsSchema,
    toMicros: microsSchema,
  }),
  z.object({
    kind: z.literal('buy-bonus'),
    pack: idSchema,
    credits: creditsSchema,
    micros: microsSchema,
  }),
  z.object({
    kind: z.literal('change-plan'),
    plan: idSchema,
    name: nameSchema,
    allowance: allowanceSchema,
  }),
  z.object({ kind: z.literal('raise-server-limit'), to: creditsSchema }),
  z.object({ kind: z.literal('wait-for-renewal'), at: instantSchema }),
])

/**
 * What would let a refused run start: any one of them, with all else as it is. Those that cost money
 * are a Billing admin's to make. `together`: each of the changes is needed, as where two limits refuse it.
 */
const wayOutSchema = z.discriminatedUnion('kind', [
  ...oneWayOutSchema.options,
  z.object({ kind: z.literal('together'), ways: z.array(oneWayOutSchema) }),
])

/** A run and what others hold may each be as much as an account can hold. */
const missingSchema = z.int().min(0)

/** Why a run may not start, and what would change that: in the problem document of the refusal. */
export const runRefusalSchema = z.object({
  resource: resourceSchema,
  /** Whose limit it is. */
  scope: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('team') }),
    z.object({ kind: z.literal('member'), member: memberRefSchema }),
    /** Of a server’s own day: `allowance`, `used` and `held` are those of today. */
    z.object({
      kind: z.literal('server'),
      server: z.object({ id: idSchema, name: z.string() }),
    }),
  ]),
  by: z.enum(['allowance', 'spend-cap', 'server-limit']),
  work: workStateSchema,
  allowance: allowanceSchema,
  used: creditsSchema,
  /** Set aside for runs that have not reported yet. */
  held: creditsSchema,
  /**
   * What a run could still start with, and how much more there would have to be for this one: where
   * other runs hold more than there is, that is missing too.
   */
  free: creditsSchema,
  missing: missingSchema,
  renewsAt: instantSchema,
  /** Of a refusal by the spend cap. */
  spendCap: z.object({ capMicros: microsSchema, spentMicros: microsSchema }).optional(),
  /** A server whose day refuses it as well: the figures above are the team’s, these are the server’s. */
  server: z
    .object({
      id: idSchema,
      name: z.string(),
      limit: creditsSchema,
      used: creditsSchema,
      held: creditsSchema,
      free: creditsSchema,
      missing: missingSchema,
      renewsAt: instantSchema,
    })
    .optional(),
  /** The smallest change first. */
  waysOut: z.array(wayOutSchema),
})
export type RunRefusal = z.infer<typeof runRefusalSchema>

/** A problem document that, of a run that may not start, says what would let it. */
export const runProblemSchema = problemSchema.extend({ run: runRefusalSchema.optional() })
export type RunProblem = z.infer<typeof runProblemSchema>
