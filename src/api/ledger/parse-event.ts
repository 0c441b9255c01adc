import { type UsageEvent, usageEventSchema } from '#shared/contract/event.ts'
import { jsonPath } from '#shared/contract/json-path.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Usage } from '#shared/credits/rating.ts'
import { canonicalJson, isRecord } from './canonical.ts'

/** An event that has the right form; whether it can be charged is not known yet. */
export type ParsedEvent = {
  id: string
  source: string
  team: string
  time: Millis
  member?: string
  run?: string
  part?: { id: string; name?: string }
  usage: Usage
  /** Canonical JSON of the whole event: what `duplicate` and `conflict` are told apart by. */
  content: string
}

export type ParseFault = { id?: string; detail: string; path: string }

/** As CloudEvents has it; `__proto__` and its like would be lost on the way. */
const ATTRIBUTE = /^[a-z0-9]{1,64}$/

export function parseEvent(
  input: unknown,
): { ok: true; event: ParsedEvent } | { ok: false; fault: ParseFault } {
  const misnamed = isRecord(input)
    ? Object.keys(input).find((key) => !ATTRIBUTE.test(key))
    : undefined
  if (misnamed !== undefined) {
    const detail = 'an attribute is named with lower-case letters and digits only'
    return { ok: false, fault: { ...claimedId(input), detail, path: jsonPath([misnamed]) } }
  }
  const parsed = usageEventSchema.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return {
      ok: false,
      fault: {
        ...claimedId(input),
        detail: issue?.message ?? 'is not a usage event',
        path: jsonPath(issue?.path ?? []),
      },
    }
  }
  return { ok: true, event: eventOf(parsed.data) }
}

/** Of many a second: what is absent is left out without a copy for each. */
function eventOf(given: UsageEvent): ParsedEvent {
  const { id, source, team, subject, run } = given
  const time = Date.parse(given.time)
  // The same instant written otherwise is the same content.
  const content = canonicalJson({ ...given, time: new Date(time).toISOString() })
  const event: ParsedEvent = { id, source, team, time, usage: usageOf(given), content }
  const part = partOf(given)
  if (subject !== undefined) event.member = subject
  if (run !== undefined) event.run = run
  if (part !== undefined) event.part = part
  return event
}

function claimedId(input: unknown): { id?: string } {
  return isRecord(input) && typeof input.id === 'string' ? { id: input.id } : {}
}

function partOf(event: UsageEvent): ParsedEvent['part'] {
  switch (event.type) {
    case 'headroom.flows.usage':
      return named(event.data.flow, event.data.flowName)
    case 'headroom.assistant.usage':
      return named(event.data.server, event.data.serverName)
    case 'headroom.ai.usage':
    case 'headroom.api.calls':
    case 'headroom.reported.usage':
      return undefined
    default:
      return event satisfies never
  }
}

function named(id: string, name: string | undefined): { id: string; name?: string } {
  return name === undefined ? { id } : { id, name }
}

function usageOf(event: UsageEvent): Usage {
  switch (event.type) {
    case 'headroom.flows.usage': {
      const { item, model, run, count, agentRun, tool } = event.data
      const usage = { resource: 'flows', item, model, run, count } as const
      if (agentRun === undefined || tool === undefined) return usage
      return { ...usage, once: { agentRun, tool } }
    }
    case 'headroom.ai.usage':
      return {
        resource: 'ai',
        action: event.data.action,
        credits: event.data.credits,
        ownKey: event.data.ownKey,
      }
    case 'headroom.api.calls':
      return { resource: 'api-calls', group: event.data.group, count: event.data.count }
    case 'headroom.assistant.usage':
      return {
        resource: 'assistant',
        model: event.data.model,
        tokens: event.data.inputTokens + event.data.outputTokens,
        ownKey: event.data.ownKey,
      }
    case 'headroom.reported.usage': {
      const { resource, credits, provider: by, name } = event.data
      return { resource, credits, reported: { by, name } }
    }
    default:
      return event satisfies never
  }
}
