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
  const event = parsed.data
  const time = Date.parse(event.time)
  return {
    ok: true,
    event: {
      id: event.id,
      source: event.source,
      team: event.team,
      time,
      ...(event.subject === undefined ? {} : { member: event.subject }),
      ...(event.run === undefined ? {} : { run: event.run }),
      ...partOf(event),
      usage: usageOf(event),
      // The same instant written otherwise is the same content.
      content: canonicalJson({ ...event, time: new Date(time).toISOString() }),
    },
  }
}

function claimedId(input: unknown): { id?: string } {
  return isRecord(input) && typeof input.id === 'string' ? { id: input.id } : {}
}

function partOf(event: UsageEvent): { part?: { id: string; name?: string } } {
  switch (event.type) {
    case 'headroom.flows.usage':
      return { part: named(event.data.flow, event.data.flowName) }
    case 'headroom.assistant.usage':
      return { part: named(event.data.server, event.data.serverName) }
    case 'headroom.ai.usage':
    case 'headroom.api.calls':
    case 'headroom.reported.usage':
      return {}
    default:
      return event satisfies never
  }
}

function named(id: string, name: string | undefined): { id: string; name?: string } {
  return name === undefined ? { id } : { id, name }
}

function usageOf(event: UsageEvent): Usage {
  switch (event.type) {
    case 'headroom.flows.usage':
      return {
        resource: 'flows',
        item: event.data.item,
        model: event.data.model,
        run: event.data.run,
        count: event.data.count,
        ...onceOf(event.data),
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

function onceOf(data: { agentRun?: string | undefined; tool?: string | undefined }) {
  const { agentRun, tool } = data
  return agentRun === undefined || tool === undefined ? {} : { once: { agentRun, tool } }
}
