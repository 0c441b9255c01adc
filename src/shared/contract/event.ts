import { z } from 'zod'
import { PROVIDERS } from '#shared/credits/provider.ts'
import {
  creditsSchema,
  idSchema,
  nameSchema,
  plainTextSchema,
  resourceSchema,
  slugSchema,
} from './values.ts'

/** No single event may count for more: past this it is a fault of the sender. */
const MAX_EVENT_AMOUNT = 1_000_000_000

const amountSchema = z.int().min(0).max(MAX_EVENT_AMOUNT)
const countSchema = z.int().min(1).max(MAX_EVENT_AMOUNT)

/** The rate card item that is charged once for each agent run. */
const MCP_TOOL = 'mcp-tool'

/** RFC 3339 with an offset, as CloudEvents asks; Headroom counts milliseconds. */
const timeSchema = z.iso.datetime({ offset: true })

const contextShape = {
  specversion: z.literal('1.0'),
  id: plainTextSchema.min(1).max(256),
  source: plainTextSchema.min(1).max(256),
  time: timeSchema,
  datacontenttype: z.literal('application/json').optional(),
  dataschema: z.string().max(512).optional(),
  /** Extension attribute: the team that is charged. */
  team: idSchema,
  /** Extension attribute: the admitted run that it is part of. */
  run: idSchema.optional(),
  /** The member whose use it is; needed for AI credits. */
  subject: idSchema.optional(),
}

/** More than any producer needs, and few enough that no event grows out of proportion. */
const MAX_ATTRIBUTES = 64

/** Extension attributes are kept; CloudEvents lets them be text, whole numbers and truth values. */
const attributeSchema = z.union([plainTextSchema.max(1_024), z.int(), z.boolean()])

function usageObject<S extends z.core.$ZodLooseShape>(shape: S) {
  return z.looseObject(shape).superRefine((event, context) => {
    const names = Object.keys(event)
    if (names.length > MAX_ATTRIBUTES) {
      context.addIssue({ code: 'custom', message: `has more than ${MAX_ATTRIBUTES} attributes` })
    }
    for (const name of names) {
      if (name in shape || attributeSchema.safeParse(event[name]).success) continue
      const message = 'must be text of up to 1,024 characters, a whole number, true or false'
      context.addIssue({ code: 'custom', path: [name], message })
    }
  })
}

export const flowsUsageSchema = usageObject({
  ...contextShape,
  type: z.literal('headroom.flows.usage'),
  data: z
    .strictObject({
      flow: idSchema,
      flowName: nameSchema.optional(),
      run: z.enum(['manual', 'cloud']),
      /** A rate card item: `flow-run`, `connector`, `ai-agent` and so on. */
      item: slugSchema,
      /** Where the item's rate depends on it. */
      model: slugSchema.optional(),
      count: countSchema.default(1),
      /** The run of an AI Agent that it is part of. */
      agentRun: idSchema.optional(),
      /** The MCP tool that the agent called: it is charged once for each agent run. */
      tool: idSchema.optional(),
    })
    .refine(({ tool, agentRun }) => tool === undefined || agentRun !== undefined, {
      path: ['agentRun'],
      message: 'must name the agent run that called the tool',
    })
    .refine(({ tool, item }) => tool === undefined || item === MCP_TOOL, {
      path: ['tool'],
      message: `belongs to the item ${MCP_TOOL} only`,
    })
    .refine(({ item, tool, agentRun }) => item !== MCP_TOOL || !agentRun || tool !== undefined, {
      path: ['tool'],
      message: 'must name the tool that the agent run called',
    }),
})

export const aiUsageSchema = usageObject({
  ...contextShape,
  subject: idSchema,
  type: z.literal('headroom.ai.usage'),
  data: z.strictObject({
    action: slugSchema,
    credits: amountSchema,
    /** Made with the customer's own provider key: shown, never charged. */
    ownKey: z.boolean().default(false),
  }),
})

export const apiCallsSchema = usageObject({
  ...contextShape,
  type: z.literal('headroom.api.calls'),
  data: z.strictObject({
    /** The part of the API that was called: `collections`, `monitors` and so on. */
    group: slugSchema.default('api'),
    count: countSchema.default(1),
  }),
})

export const assistantUsageSchema = usageObject({
  ...contextShape,
  type: z.literal('headroom.assistant.usage'),
  data: z.strictObject({
    server: idSchema,
    serverName: nameSchema.optional(),
    model: slugSchema,
    inputTokens: amountSchema,
    outputTokens: amountSchema,
    ownKey: z.boolean().default(false),
  }),
})

/** Credits that a provider counted itself, taken as they are: no rate card is asked. */
export const reportedUsageSchema = usageObject({
  ...contextShape,
  type: z.literal('headroom.reported.usage'),
  data: z.strictObject({
    provider: z.enum(PROVIDERS),
    /** What the provider calls the figure: `flow_requests` and so on. */
    name: plainTextSchema.min(1).max(64),
    resource: resourceSchema,
    credits: countSchema,
  }),
})

/** A usage event in CloudEvents 1.0 form, identified by (team, source, id). */
export const usageEventSchema = z.discriminatedUnion('type', [
  flowsUsageSchema,
  aiUsageSchema,
  apiCallsSchema,
  assistantUsageSchema,
  reportedUsageSchema,
])
export type UsageEvent = z.output<typeof usageEventSchema>
export type UsageEventInput = z.input<typeof usageEventSchema>

/** The most events that one request may hold. */
export const MAX_BATCH = 1_000

export const REJECTION_REASONS = [
  'invalid',
  'unknown-team',
  'foreign-source',
  'unknown-member',
  'no-rate-card',
  'no-rate',
  'amount-out-of-range',
  'from-the-future',
  'before-billing',
] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

/**
 * Of these what was sent is kept for the operator to see, and never sent again: it would then count
 * as the operator's word. A sender is told `unknown-team` for a team that its key is not for.
 */
export const BARRED_REASONS = ['foreign-team', 'foreign-source'] as const

/** What became of one event of a request, in the order sent. */
export const eventResultSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('accepted'),
    id: z.string(),
    charge: z.int(),
    resource: resourceSchema,
    credits: creditsSchema,
    /** Came after its cycle was final, so it is booked in the open one. */
    late: z.boolean(),
  }),
  z.object({ outcome: z.literal('duplicate'), id: z.string(), charge: z.int() }),
  z.object({
    outcome: z.literal('conflict'),
    id: z.string(),
    charge: z.int(),
    detail: z.string(),
  }),
  z.object({
    outcome: z.literal('rejected'),
    id: z.string().optional(),
    reason: z.enum(REJECTION_REASONS),
    detail: z.string(),
    /** JSON path into the event: `$.data.credits`. */
    path: z.string(),
  }),
])
export type EventResult = z.infer<typeof eventResultSchema>

export const ingestReplySchema = z.object({
  accepted: z.int(),
  duplicate: z.int(),
  conflict: z.int(),
  rejected: z.int(),
  results: z.array(eventResultSchema),
})
export type IngestReply = z.infer<typeof ingestReplySchema>
