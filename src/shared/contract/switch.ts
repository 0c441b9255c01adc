import { z } from 'zod'
import {
  creditsSchema,
  idSchema,
  instantSchema,
  memberRefSchema,
  microsSchema,
  resourceSchema,
} from './values.ts'

/** The most members that one decision names. */
export const MAX_SWITCHED = 1_000

/** Pay-as-you-go for the whole team, or for the members named. */
export const switchTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('team') }),
  z.strictObject({
    kind: z.literal('members'),
    members: z.array(idSchema).min(1).max(MAX_SWITCHED),
  }),
])
export type SwitchTarget = z.infer<typeof switchTargetSchema>

export const switchBodySchema = z.strictObject({ on: z.boolean(), target: switchTargetSchema })
export type SwitchBody = z.infer<typeof switchBodySchema>

/** What a switch would do, before it is decided. */
export const switchPreviewSchema = z.object({
  asOf: instantSchema,
  on: z.boolean(),
  target: switchTargetSchema,
  /** How many accounts it decides for. */
  accounts: z.int(),
  /** Whose work starts again (on), or stops now (off): all counted, the first few named. */
  affected: z.object({ team: z.boolean(), count: z.int(), members: z.array(memberRefSchema) }),
  /** Used past the limit so far; stays unbilled. */
  uncovered: creditsSchema,
  /** Left in blocks already bought; stays usable until the cycle ends, also when turned off. */
  boughtLeft: creditsSchema,
  price: z.object({
    blockCredits: creditsSchema,
    blockMicros: microsSchema,
    assumed: z.boolean(),
  }),
  currency: z.string(),
  costSoFarMicros: microsSchema,
  /** The team's spend cap and what it leaves; absent without one. */
  cap: z.object({ micros: microsSchema, leftMicros: microsSchema }).optional(),
  /** The most it could add by the cycle's end at this pace, and within the cap. */
  atMost: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('estimate'), micros: microsSchema, blocks: z.int() }),
    z.object({ kind: z.literal('too-early') }),
  ]),
  cycleEnd: instantSchema,
})
export type SwitchPreview = z.infer<typeof switchPreviewSchema>

export const switchReplySchema = z.object({
  asOf: instantSchema,
  on: z.boolean(),
  target: switchTargetSchema,
  accounts: z.int(),
})
export type SwitchReply = z.infer<typeof switchReplySchema>

/** The most that pay-as-you-go for a resource may cost in one cycle; `null` for no cap. */
export const spendCapBodySchema = z.strictObject({ capMicros: microsSchema.nullable() })
export type SpendCapBody = z.infer<typeof spendCapBodySchema>

export const spendCapReplySchema = z.object({
  asOf: instantSchema,
  resource: resourceSchema,
  capMicros: microsSchema.nullable(),
  spentMicros: microsSchema,
  /** Nothing more is bought in this cycle. What was spent past a lower cap stays on the bill. */
  reached: z.boolean(),
})
export type SpendCapReply = z.infer<typeof spendCapReplySchema>
