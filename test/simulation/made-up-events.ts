import type { UsageEventInput } from '#shared/contract/event.ts'
import { cycleAt } from '#shared/credits/cycle.ts'
import type { MadeTeam } from './made-up-history.ts'
import type { Random } from './random.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const ITEMS = [
  ['flow-run', undefined],
  ['http-request', undefined],
  ['connector', undefined],
  ['if', undefined],
  ['ai-request', undefined],
  ['start', undefined],
  ['create-with-ai', 'gpt-4o-mini'],
  ['create-with-ai', 'dall-e-3'],
  ['ai-agent', 'gpt-5'],
  ['ai-agent', 'gpt-4'],
  ['no-such-block', undefined],
  ['ai-agent', undefined],
] as const
const MODELS = ['claude-sonnet-4.5', 'claude-haiku-4.5', 'kimi-k2.5', 'some-other'] as const
export const SERVERS = ['docs', 'desk', 'shop'] as const
export const FLOWS = ['intake', 'billing', 'report'] as const

/** New events, and some that were sent before: as they were, or with other content. */
export function eventsFor(random: Random, team: MadeTeam, at: number): UsageEventInput[] {
  const count = random.weighted([
    [50, 1],
    [35, random.between(2, 8)],
    [6, random.between(9, 40)],
    [0.3, random.between(100, 400)],
    [0.03, 1_000],
  ])
  const events = Array.from({ length: count }, () => {
    const before = team.sent.length > 0 && random.chance(0.08) ? random.pick(team.sent) : undefined
    if (!before) return newEvent(random, team, at)
    return random.chance(0.7)
      ? rewritten(random, before)
      : { ...newEvent(random, team, at), ...keyOf(before) }
  })
  for (const event of events) {
    if (team.sent.length < 400) team.sent.push(event)
    else team.sent[random.between(0, 399)] = event
  }
  return events
}

function keyOf({ id, source }: UsageEventInput) {
  return { id, source }
}

/** The same content in another form. */
function rewritten(random: Random, event: UsageEventInput): UsageEventInput {
  if (random.chance(0.5)) return event
  const local = new Date(Date.parse(event.time) + 2 * HOUR).toISOString()
  return { ...event, time: local.replace('Z', '+02:00') }
}

function newEvent(random: Random, team: MadeTeam, at: number): UsageEventInput {
  const run = team.runs.length > 0 && random.chance(0.15) ? random.pick(team.runs) : undefined
  const member = random.chance(0.01) ? 'nobody' : random.pick(team.everMembers)
  const context = {
    specversion: '1.0' as const,
    id: `e${team.count++}`,
    source: random.chance(0.9) ? '/runner' : '/other runner',
    team: random.chance(0.002) ? 'no-team' : team.id,
    time: new Date(timeOf(random, team, at)).toISOString(),
    ...(run === undefined ? {} : { run }),
  }
  const subject = random.chance(0.4) ? { subject: member } : {}
  return random.weighted<() => UsageEventInput>([
    [35, () => flowsEvent(random, { ...context, ...subject })],
    [
      35,
      () => ({
        ...context,
        subject: member,
        type: 'headroom.ai.usage',
        data: {
          action: random.pick(['write-tests', 'fix', 'document']),
          credits: random.weighted([
            [20, random.between(0, 9)],
            [10, random.between(10, 120)],
            [1, random.between(200, 1_500)],
          ]),
          ...(random.chance(0.1) ? { ownKey: true } : {}),
        },
      }),
    ],
    [
      10,
      () => ({
        ...context,
        ...subject,
        type: 'headroom.api.calls',
        data: {
          group: random.pick(['collections', 'monitors']),
          count: random.pick([1, 1, 10, 250, 2_500, 20_000, 250_000]),
        },
      }),
    ],
    [20, () => assistantEvent(random, { ...context, ...subject })],
    [
      2,
      () => ({
        ...context,
        ...subject,
        type: 'headroom.reported.usage',
        data: {
          provider: 'postman',
          name: 'some_requests',
          resource: random.pick(['flows', 'ai', 'api-calls', 'assistant']),
          credits: random.between(1, 60),
        },
      }),
    ],
  ])()
}

type Context = Pick<
  UsageEventInput,
  'specversion' | 'id' | 'source' | 'team' | 'time' | 'subject' | 'run'
>

function flowsEvent(random: Random, context: Context): UsageEventInput {
  const flow = random.pick(FLOWS)
  const run = random.pick(['manual', 'cloud', 'cloud', 'cloud'] as const)
  const type = 'headroom.flows.usage' as const
  if (random.chance(0.08)) {
    const agentRun = `agent-${random.between(1, 60)}`
    const tool = random.pick(['search', 'mail'])
    const data = { flow, run, item: 'mcp-tool', agentRun, tool, count: random.between(1, 3) }
    return { ...context, type, data }
  }
  const [item, model] = random.pick(ITEMS)
  const count = random.weighted([
    [60, 1],
    [30, random.between(2, 9)],
    [4, random.between(10, 60)],
    [0.6, random.between(300, 2_500)],
    [0.004, 1_000_000_000],
  ])
  const named = random.chance(0.3) ? { flowName: `The ${flow}` } : {}
  const data = { flow, run, item, count, ...named, ...(model === undefined ? {} : { model }) }
  return { ...context, type, data }
}

function assistantEvent(random: Random, context: Context): UsageEventInput {
  const server = random.pick(SERVERS)
  const inputTokens = random.pick([0, 1, 999, 1_000, 1_001, 7_000, 24_000, 120_000])
  return {
    ...context,
    type: 'headroom.assistant.usage',
    data: {
      server,
      model: random.chance(0.02) ? 'some-other' : random.pick(MODELS.slice(0, 3)),
      inputTokens,
      outputTokens: random.between(0, 2_000),
      ownKey: random.chance(0.1),
    },
  }
}

/** Mostly just now; also late, from the future, and on either side of a cycle's end. */
function timeOf(random: Random, team: MadeTeam, at: number): number {
  const cycle = () => cycleAt({ anchor: team.anchor, zone: team.zone }, at)
  return random.weighted<() => number>([
    [60, () => at - random.between(0, 10 * MINUTE)],
    [10, () => at],
    [10, () => at - random.between(0, 30 * HOUR)],
    [6, () => at - random.between(0, 45 * DAY)],
    [4, () => cycle().start + random.pick([-1, 0, 1])],
    [1, () => at + 5 * MINUTE + random.pick([-1, 0, 1])],
    [1, () => at + random.between(0, 3 * DAY)],
    [0.5, () => at - random.between(0, 500 * DAY)],
  ])()
}
