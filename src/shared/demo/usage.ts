import type { UsageEventInput } from '../contract/event.ts'
import { DAY, HOUR, type Millis } from '../credits/amounts.ts'
import type { Random } from './random.ts'

/** Where and when a stretch of use falls. */
export type Stretch = { team: string; start: Millis; end: Millis; random: Random }

const SOURCE = '/demo'

/** More in working hours, on workdays, and a little more towards the end. */
export function instantIn({ start, end, random }: Stretch): Millis {
  for (;;) {
    const at = Math.floor(start + random.next() * (end - start))
    const weekday = new Date(at).getUTCDay()
    const hour = (at % DAY) / HOUR
    const isWorkday = weekday >= 1 && weekday <= 5
    const isWorkingHour = hour >= 6.5 && hour < 17
    const chance = (isWorkday ? 1 : 0.18) * (isWorkingHour ? 1 : 0.12)
    const growth = 0.75 + (0.25 * (at - start)) / (end - start)
    if (random.next() < chance * growth) return at
  }
}

function context(stretch: Stretch, id: string, at: Millis) {
  return {
    specversion: '1.0' as const,
    id,
    source: SOURCE,
    time: new Date(at).toISOString(),
    team: stretch.team,
  }
}

type FlowItem = { item: string; model?: string; run: 'manual' | 'cloud'; credits: number }

const FLOWS: readonly [DemoPart, ...DemoPart[]] = [
  { id: 'order-intake', name: 'Order intake' },
  { id: 'invoice-check', name: 'Invoice check' },
  { id: 'support-triage', name: 'Support triage' },
  { id: 'nightly-sync', name: 'Nightly sync' },
  { id: 'release-notes', name: 'Release notes' },
]
type DemoPart = { id: string; name: string }

/** With the credits each costs on the card of 2026-03-01, to know when a target is met. */
const FLOW_ITEMS: readonly [FlowItem, ...FlowItem[]] = [
  { item: 'flow-run', run: 'cloud', credits: 1 },
  { item: 'flow-run', run: 'cloud', credits: 1 },
  { item: 'http-request', run: 'cloud', credits: 1 },
  { item: 'http-request', run: 'cloud', credits: 1 },
  { item: 'condition', run: 'cloud', credits: 1 },
  { item: 'evaluate', run: 'cloud', credits: 1 },
  { item: 'ai-request', run: 'cloud', credits: 1 },
  { item: 'ai-request', run: 'manual', credits: 1 },
  { item: 'connector', run: 'cloud', credits: 2 },
  { item: 'connector', run: 'cloud', credits: 2 },
  { item: 'mcp-tool', run: 'cloud', credits: 2 },
  { item: 'ai-agent', model: 'gpt-5-mini', run: 'cloud', credits: 2 },
  { item: 'ai-agent', model: 'gpt-5', run: 'cloud', credits: 10 },
  { item: 'create-with-ai', model: 'gpt-4o', run: 'manual', credits: 15 },
  { item: 'request', run: 'manual', credits: 0 },
]

/** Flows use that adds up to `credits` exactly. */
export function flowsUse(
  stretch: Stretch,
  options: { credits: number; members: readonly string[]; most: number },
): UsageEventInput[] {
  const { random } = stretch
  const events: UsageEventInput[] = []
  let left = options.credits
  const portion = Math.max(1, Math.round(options.credits / options.most))
  while (left > 0) {
    const drawn = random.pick(FLOW_ITEMS)
    const fits = drawn.credits <= left
    const { item, model, run, credits } = fits ? drawn : FLOW_ITEMS[0]
    const wanted = Math.max(1, Math.round((portion * random.between(1, 3)) / (credits || 1) / 2))
    const count = Math.max(1, Math.min(wanted, Math.floor(left / (credits || 1))))
    left -= count * credits
    const flow = random.pick(FLOWS)
    const member = options.members[random.between(0, options.members.length - 1)]
    const at = instantIn(stretch)
    events.push({
      ...context(stretch, `flows-${at}-${events.length}`, at),
      type: 'headroom.flows.usage',
      ...(run === 'manual' && member ? { subject: member } : {}),
      data: { flow: flow.id, flowName: flow.name, run, item, ...(model ? { model } : {}), count },
    })
  }
  return events
}

const ACTIONS: readonly [string, ...string[]] = [
  'generate-request',
  'generate-request',
  'write-tests',
  'write-tests',
  'write-documentation',
  'refine-request',
  'explain-response',
  'debug-collection',
]

/** One member's AI use that adds up to `credits` exactly. */
export function aiUse(
  stretch: Stretch,
  options: { credits: number; member: string; largest: number },
): UsageEventInput[] {
  const { random } = stretch
  const events: UsageEventInput[] = []
  let left = options.credits
  while (left > 0) {
    const credits = Math.min(left, random.between(2, options.largest))
    left -= credits
    const at = instantIn(stretch)
    events.push({
      ...context(stretch, `ai-${options.member}-${at}-${events.length}`, at),
      type: 'headroom.ai.usage',
      subject: options.member,
      data: { action: random.pick(ACTIONS), credits },
    })
  }
  return events
}

/** The same with the member's own provider key: no credits, whatever it is worth. */
export function aiOwnKeyUse(
  stretch: Stretch,
  options: { uses: number; member: string },
): UsageEventInput[] {
  const { random } = stretch
  return Array.from({ length: options.uses }, (_, index) => {
    const at = instantIn(stretch)
    return {
      ...context(stretch, `ai-own-${options.member}-${at}-${index}`, at),
      type: 'headroom.ai.usage',
      subject: options.member,
      data: { action: random.pick(ACTIONS), credits: random.between(2, 14), ownKey: true },
    }
  })
}

const GROUPS: readonly [string, ...string[]] = [
  'collections',
  'collections',
  'collections',
  'environments',
  'monitors',
  'mocks',
  'apis',
  'workspaces',
]

/** API calls, some hundred at a time as a gateway would count them; `calls` in all. */
export function apiUse(
  stretch: Stretch,
  options: { calls: number; members: readonly string[]; events: number },
): UsageEventInput[] {
  const { random } = stretch
  const events: UsageEventInput[] = []
  let left = options.calls
  const mean = Math.max(1, Math.round(options.calls / options.events))
  while (left > 0) {
    const count = Math.min(left, random.between(Math.ceil(mean / 3), Math.ceil((mean * 5) / 3)))
    left -= count
    const member = options.members[random.between(0, Math.min(9, options.members.length - 1))]
    const at = instantIn(stretch)
    events.push({
      ...context(stretch, `api-${at}-${events.length}`, at),
      type: 'headroom.api.calls',
      ...(member ? { subject: member } : {}),
      data: { group: random.pick(GROUPS), count },
    })
  }
  return events
}

const SERVERS: readonly [DemoPart, ...DemoPart[]] = [
  { id: 'docs-helper', name: 'Docs helper' },
  { id: 'on-call', name: 'On-call' },
  { id: 'sales-desk', name: 'Sales desk' },
]

const MODELS: readonly [[string, number], ...[string, number][]] = [
  ['claude-haiku-4.5', 1],
  ['claude-haiku-4.5', 1],
  ['claude-sonnet-4.5', 3],
  ['minimax-m2.1', 1],
  ['kimi-k2.5', 3],
]

/** Assistant use that adds up to `credits` exactly; now and then with the customer's own key. */
export function assistantUse(stretch: Stretch, options: { credits: number }): UsageEventInput[] {
  const { random } = stretch
  const events: UsageEventInput[] = []
  let left = options.credits
  while (left > 0) {
    const [drawn, drawnRate] = random.pick(MODELS)
    const [model, rate] = drawnRate <= left ? [drawn, drawnRate] : MODELS[0]
    const ownKey = random.next() < 0.06
    const thousands = Math.max(1, Math.min(random.between(1, 4), Math.floor(left / rate)))
    if (!ownKey) left -= thousands * rate
    const server = random.pick(SERVERS)
    const at = instantIn(stretch)
    const tokens = thousands * 1_000 - random.between(0, 999)
    const outputTokens = Math.floor(tokens * 0.2)
    events.push({
      ...context(stretch, `assistant-${at}-${events.length}`, at),
      type: 'headroom.assistant.usage',
      data: {
        server: server.id,
        serverName: server.name,
        model,
        inputTokens: tokens - outputTokens,
        outputTokens,
        ownKey,
      },
    })
  }
  return events
}
