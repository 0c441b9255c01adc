import type { UsageEventInput } from '#shared/contract/event.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import type { Resource } from '#shared/credits/resources.ts'

/** An event as the model understands it. */
export type Use = {
  key: string
  /** Equal for events that say the same. */
  content: string
  time: number
  member: string | undefined
  part: string | undefined
  run: string | undefined
  resource: Resource
  /** What it costs, unless there is no rate for it. */
  credits: number | undefined
  once: string | undefined
}

export function useOf(event: UsageEventInput): Use {
  const time = Date.parse(event.time)
  const common = {
    key: JSON.stringify([event.source, event.id]),
    content: contentOf(event, time),
    time,
    member: event.subject,
    part: undefined,
    run: event.run,
    once: undefined,
  }
  switch (event.type) {
    case 'headroom.flows.usage': {
      const { flow, item, model, run, count = 1, agentRun, tool } = event.data
      const once = agentRun === undefined ? undefined : JSON.stringify([agentRun, tool])
      const each = rateOf('flows', time, item, model)?.credits[run]
      const times = once === undefined ? count : 1
      const credits = each === undefined ? undefined : each * times
      return { ...common, resource: 'flows', part: flow, once, credits }
    }
    case 'headroom.ai.usage': {
      const credits = event.data.ownKey ? 0 : event.data.credits
      return { ...common, resource: 'ai', credits }
    }
    case 'headroom.api.calls':
      return { ...common, resource: 'api-calls', credits: event.data.count ?? 1 }
    case 'headroom.assistant.usage': {
      const { server: part, model, inputTokens, outputTokens, ownKey } = event.data
      const each = rateOf('assistant', time, 'message', model)?.credits.cloud
      const portions = Math.ceil((inputTokens + outputTokens) / 1_000)
      const credits = each === undefined ? undefined : ownKey ? 0 : each * portions
      return { ...common, resource: 'assistant', part, credits }
    }
    case 'headroom.reported.usage':
      return { ...common, resource: event.data.resource, credits: event.data.credits }
    default:
      return event satisfies never
  }
}

/** On the newest card whose day has begun. */
function rateOf(resource: Resource, at: number, item: string, model: string | undefined) {
  const began = DEFAULT_CATALOG.rateCards.filter(
    (card) => card.resource === resource && Date.parse(card.appliesFrom) <= at,
  )
  const newest = began.reduce((a, b) => (b.appliesFrom > a.appliesFrom ? b : a))
  const ofItem = newest.rates.filter((rate) => rate.item === item)
  return (
    ofItem.find((rate) => model !== undefined && rate.model?.id === model) ??
    ofItem.find((rate) => rate.model === undefined)
  )
}

/** What is left out is what stands for it; the same instant in another zone is the same. */
function contentOf(event: UsageEventInput, time: number): string {
  const defaults: Record<string, object> = {
    'headroom.flows.usage': { count: 1 },
    'headroom.ai.usage': { ownKey: false },
    'headroom.api.calls': { group: 'api', count: 1 },
    'headroom.assistant.usage': { ownKey: false },
  }
  const data = { ...defaults[event.type], ...event.data }
  return inOrder({ ...event, time, data })
}

function inOrder(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, each]) => `${name}:${inOrder(each)}`).join()}}`
}
