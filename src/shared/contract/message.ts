import { z } from 'zod'
import { PROVIDERS } from '#shared/credits/provider.ts'
import { READING_FAILURES } from '#shared/credits/reading-failure.ts'
import { lowMarkSchema } from './low-credit.ts'
import {
  creditsSchema,
  cycleSchema,
  idSchema,
  instantSchema,
  liftSchema,
  memberRefSchema,
  microsSchema,
  nameSchema,
  otherwiseSchema,
  resourceSchema,
  thresholdSchema,
  workStateSchema,
} from './values.ts'

const figures = {
  used: creditsSchema,
  allowance: creditsSchema,
  threshold: thresholdSchema,
  work: workStateSchema,
}

const named = memberRefSchema.extend(figures)

const digestShape = {
  cycle: cycleSchema,
  resource: resourceSchema,
  /** The first that are named; `others` counts the rest. */
  members: z.array(named),
  others: z.int().min(0),
}

/** What a message tells, as it was when it was told. Its words are made of this. */
export const messageContentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('limit'),
    crossing: idSchema,
    cycle: cycleSchema,
    resource: resourceSchema,
    /** Whose limit it is; absent for the team's. */
    member: memberRefSchema.optional(),
    ...figures,
    /** The plan, where it lowered the limit below what was used: no charge crossed it. */
    loweredBy: nameSchema.optional(),
    /** What would lift it: whether the plan has pay-as-you-go, and whether a larger plan exists. */
    offered: z.boolean(),
    /** Of work that has stopped; absent in messages from before it was kept. */
    lift: liftSchema.optional(),
    /** Absent in messages from before it was kept. */
    otherwise: otherwiseSchema.optional(),
    hasLargerPlan: z.boolean(),
  }),
  z.object({ kind: z.literal('members-close'), ...digestShape }),
  z.object({ kind: z.literal('members-on-pay-as-you-go'), ...digestShape }),
  z.object({
    kind: z.literal('charges'),
    cycle: cycleSchema,
    micros: microsSchema,
    threshold: microsSchema,
    currency: z.string(),
  }),
  z.object({
    kind: z.literal('stopped'),
    cycle: cycleSchema,
    resource: resourceSchema,
    /** How many members’, where each has an allowance; absent of the team’s. */
    members: z.int().min(1).optional(),
    lift: liftSchema,
    /** The decision that stopped the work: no charge did. */
    cause: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('spend-cap'),
        capMicros: microsSchema,
        spentMicros: microsSchema,
        currency: z.string(),
      }),
      z.object({ kind: z.literal('plan'), name: nameSchema }),
    ]),
  }),
  z.object({
    kind: z.literal('webhook-off'),
    endpoint: idSchema,
    url: z.string(),
    since: instantSchema,
  }),
  z.object({
    kind: z.literal('low-credit'),
    crossing: idSchema,
    cycle: cycleSchema,
    resource: resourceSchema,
    left: creditsSchema,
    mark: lowMarkSchema,
    /** The credits that the mark stands for. */
    credits: creditsSchema,
  }),
  z.object({
    kind: z.literal('account-unread'),
    connection: idSchema,
    provider: z.enum(PROVIDERS),
    failure: z.enum(READING_FAILURES),
    since: instantSchema,
  }),
  z.object({ kind: z.literal('test'), by: nameSchema }),
])
export type MessageContent = z.infer<typeof messageContentSchema>
export type DigestContent = Extract<
  MessageContent,
  { kind: 'members-close' | 'members-on-pay-as-you-go' }
>

export type Named = z.infer<typeof named>
