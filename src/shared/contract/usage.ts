import { z } from 'zod'
import {
  allowanceSchema,
  bpsSchema,
  creditsSchema,
  cycleSchema,
  dateSchema,
  figuresShape,
  idSchema,
  instantSchema,
  liftSchema,
  limitStateSchema,
  memberRefSchema,
  microsSchema,
  nameSchema,
  otherwiseSchema,
  resourceSchema,
  roleSchema,
  teamRefSchema,
  thresholdSchema,
  workStateSchema,
} from './values.ts'

export const bucketsSchema = z.object({
  included: creditsSchema,
  bonus: creditsSchema,
  payAsYouGo: creditsSchema,
  uncovered: creditsSchema,
})

export const standingSchema = z.object({
  allowance: allowanceSchema,
  used: creditsSchema,
  /** What of it counts against the allowance: less than all after the limit was raised. */
  ofAllowance: creditsSchema,
  left: allowanceSchema,
  bonusLeft: creditsSchema,
  boughtLeft: creditsSchema,
  pending: creditsSchema,
  share: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('share'), bps: bpsSchema }),
    z.object({ kind: z.literal('not-applicable') }),
  ]),
  limit: limitStateSchema,
  work: workStateSchema,
})

const estimateSchema = z.object({ low: creditsSchema, mid: creditsSchema, high: creditsSchema })

export const runOutSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('no-limit') }),
  z.object({ kind: z.literal('already') }),
  z.object({ kind: z.literal('not-this-cycle') }),
  z.object({ kind: z.literal('possible'), earliest: instantSchema }),
  z.object({
    kind: z.literal('expected'),
    at: instantSchema,
    earliest: instantSchema,
    latest: instantSchema.optional(),
  }),
])

export const forecastSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('closed') }),
  z.object({ kind: z.literal('too-early'), completeDays: z.int(), neededDays: z.int() }),
  z.object({
    kind: z.literal('forecast'),
    endTotal: estimateSchema,
    runOut: runOutSchema,
    path: z.array(z.object({ date: dateSchema, end: instantSchema, total: estimateSchema })),
  }),
])

/** Daily use by kind. Days are local to the team's zone; their totals sum to the cycle's. */
export const seriesSchema = z.object({
  kinds: z.array(z.object({ kind: z.string(), label: z.string(), credits: creditsSchema })),
  days: z.array(
    z.object({
      date: dateSchema,
      start: instantSchema,
      end: instantSchema,
      byKind: z.record(z.string(), creditsSchema),
      total: creditsSchema,
      /** From the cycle's start to the end of this day; absent for days still to come. */
      cumulative: creditsSchema.optional(),
    }),
  ),
})

export const payAsYouGoSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unavailable') }),
  z.object({
    kind: z.literal('offered'),
    on: z.boolean(),
    /** Who decided last and when; absent while the plan's default holds. */
    decided: z.object({ at: instantSchema, by: nameSchema }).optional(),
    blockCredits: creditsSchema,
    blockMicros: microsSchema,
    assumed: z.boolean(),
    /** Accrued in this cycle. */
    blocks: z.int(),
    costMicros: microsSchema,
    /** The team's spend cap is used up: it buys nothing more in this cycle. */
    capReached: z.boolean(),
    /** The team's own to know: absent for a member, and without a cap. */
    cap: z
      .object({
        micros: microsSchema,
        spentMicros: microsSchema,
        at: instantSchema,
        by: nameSchema,
      })
      .optional(),
  }),
])

const memberCountsSchema = z.object({
  members: z.int(),
  byLimit: z.record(limitStateSchema, z.int()),
  byWork: z.record(workStateSchema, z.int()),
  /** Of those whose work has stopped: with pay-as-you-go off. */
  stoppedOff: z.int(),
})

/** Uses with the customer's own provider key, which took no credits. */
const ownKeySchema = z.int()

/** Whose allowance the figures of a resource are. */
export const holderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('team') }),
  /** Given per member, used from one pool. */
  z.object({
    kind: z.literal('pool'),
    members: z.int(),
    /** The viewer's part of the pool's use. */
    own: z
      .object({ member: memberRefSchema, used: creditsSchema, ownKey: ownKeySchema })
      .optional(),
  }),
  /** The sum over all members, each with an allowance of their own. */
  z.object({ kind: z.literal('members'), counts: memberCountsSchema }),
  z.object({ kind: z.literal('member'), member: memberRefSchema, ownKey: ownKeySchema }),
])

/** A point in the cycle that explains a bend in the chart. */
export const markSchema = z.object({
  at: instantSchema,
  kind: z.enum(['switched-on', 'switched-off', 'blocks-bought', 'bonus-bought', 'plan-changed']),
  label: z.string(),
})

export const resourceUsageSchema = z.object({
  resource: resourceSchema,
  holder: holderSchema,
  standing: standingSchema,
  /** The used credits by bucket; they sum to `standing.used`. */
  buckets: bucketsSchema,
  allowanceAssumed: z.boolean(),
  payAsYouGo: payAsYouGoSchema,
  otherwise: otherwiseSchema,
  series: seriesSchema,
  forecast: forecastSchema,
  marks: z.array(markSchema),
})
export type ResourceUsage = z.infer<typeof resourceUsageSchema>

export const alertSchema = z.object({
  id: idSchema,
  at: instantSchema,
  /** The one that raised it. */
  charge: z.int(),
  cycle: cycleSchema,
  resource: resourceSchema,
  /** The member whose limit it is; absent for the team's. */
  member: memberRefSchema.optional(),
  /** The highest crossed by the charge that raised it, and all it crossed. */
  threshold: thresholdSchema,
  crossed: z.array(thresholdSchema),
  /** As the charge left the account. */
  used: creditsSchema,
  allowance: creditsSchema,
  /** What work does now: the alert's consequence. */
  work: workStateSchema,
  /** What lifts it; only of work that has stopped in the open cycle. */
  lift: liftSchema.optional(),
  dismissed: z.boolean(),
})
export type Alert = z.infer<typeof alertSchema>

/** A low-credit alert of the team's own, for its Assistant credits. */
const lowAlertSchema = z.object({
  id: idSchema,
  at: instantSchema,
  /** As the charge that set it off left them, bonus credits included. */
  left: creditsSchema,
  /** The team asked to be told at these; of the monthly allowance, if it asked so. */
  credits: creditsSchema,
  percent: z.int().optional(),
  dismissed: z.boolean(),
})
export type LowAlert = z.infer<typeof lowAlertSchema>

/** A member's own balance, or what they used of the team's pool. */
export const memberBalanceSchema = z.object({
  member: memberRefSchema.extend({ email: z.string(), removed: z.boolean() }),
  balance: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('own'), standing: standingSchema }),
    z.object({ kind: z.literal('shared'), used: creditsSchema }),
  ]),
  /** `unavailable` also where the team shares and it is switched for the team. */
  payAsYouGo: z.enum(['on', 'off', 'unavailable']),
  costMicros: microsSchema,
  ownKey: ownKeySchema,
})
export type MemberBalance = z.infer<typeof memberBalanceSchema>

/** One request draws the Resource usage page. */
export const usageReplySchema = z.object({
  ...figuresShape,
  team: teamRefSchema.extend({
    zone: z.string(),
    plan: z.object({ id: idSchema, name: nameSchema }),
  }),
  currency: z.string(),
  /** Fullest first. */
  resources: z.array(resourceUsageSchema),
  /** Newest first. */
  alerts: z.array(alertSchema),
  /** The last that holds, unless one of the limit says so already. */
  low: lowAlertSchema.optional(),
  /** Members closest to their own limit, closest first. */
  closest: z.array(memberBalanceSchema),
})
export type UsageReply = z.infer<typeof usageReplySchema>

/** Who is signed in; nobody is on a server without sign-in. */
const signedInSchema = z
  .object({
    name: nameSchema,
    email: z.string(),
    /** Looks after the server: makes teams. */
    operator: z.literal(true).optional(),
  })
  .optional()

const sessionSchema = z.object({
  kind: z.literal('session'),
  asOf: instantSchema,
  actor: z.object({
    name: nameSchema,
    member: memberRefSchema.optional(),
    roles: z.array(roleSchema),
    /** Runs the server, and may see what is of all teams. */
    operator: z.literal(true).optional(),
  }),
  team: teamRefSchema.extend({
    zone: z.string(),
    plan: z.object({ id: idSchema, name: nameSchema }),
    /** Loaded as an example at the first start. */
    example: z.boolean(),
  }),
  teams: z.array(teamRefSchema),
  signedIn: signedInSchema,
  /** The host product that shows it, by its key’s name; absent where it is not embedded. */
  embeddedBy: z.string().optional(),
  /** Who the viewer may look at the page as, while there is no sign-in. */
  viewAs: z.array(z.object({ as: z.string(), name: nameSchema, roles: z.array(roleSchema) })),
})
export type SessionReply = z.infer<typeof sessionSchema>

export const sessionReplySchema = z.discriminatedUnion('kind', [
  sessionSchema,
  /** A ledger that is still empty is no fault. */
  z.object({ kind: z.literal('no-team'), asOf: instantSchema, signedIn: signedInSchema }),
  z.object({
    kind: z.literal('signed-out'),
    asOf: instantSchema,
    ways: z.object({ link: z.boolean(), provider: z.string().optional() }),
    /** Nobody looks after the server yet: it waits to be set up. */
    isNew: z.literal(true).optional(),
  }),
])

export const cyclesReplySchema = z.object({
  asOf: instantSchema,
  /** Newest first; the first is the open one. */
  cycles: z.array(cycleSchema.extend({ final: z.boolean() })),
})
export type CyclesReply = z.infer<typeof cyclesReplySchema>
