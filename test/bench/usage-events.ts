import type { Member, Team } from '#api/records.ts'
import type { UsageEventInput } from '#shared/contract/event.ts'
import { DAY, type Millis } from '#shared/credits/amounts.ts'
import { aTeam } from '#test/contract/store-records.ts'

export const BATCH = 1_000
export const SOURCE = 'https://bench.example.com/'

/** A cycle's length; its last hours are now, so that what is used fills a cycle. */
const LENGTH = 30.5 * DAY

/** A team whose first cycle began a month ago. */
export function teamAt(now: Millis, id = 'bench'): Team {
  const start = startOf(now)
  const anchor = new Date(start).toISOString().slice(0, 10)
  return aTeam({ id, zone: 'UTC', anchor, createdAt: start - DAY })
}

export function membersAt(now: Millis, count: number): Member[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `member-${n}`,
    name: `Member ${n}`,
    email: `member-${n}@example.com`,
    roles: n === 0 ? ['admin', 'billing'] : ['member'],
    createdAt: startOf(now) - DAY,
  }))
}

function startOf(now: Millis): Millis {
  return Math.floor((now - LENGTH) / DAY) * DAY
}

export type Flow = {
  /** Events of one name are never the same as another's. */
  name: string
  count: number
  team?: string
  members: number
  now: Millis
  /** How much each uses; 1 where nothing is said. */
  worth?: number
}

const ITEMS = ['flow-run', 'http-request', 'evaluate', 'condition', 'connector', 'start'] as const
const ACTIONS = ['write-tests', 'generate-request', 'explain', 'review'] as const
const GROUPS = ['collections', 'monitors', 'workspaces'] as const
const MODELS = ['claude-sonnet-4.5', 'claude-haiku-4.5'] as const

/** Batches of events of every kind, in the order of time. */
export function* batches(flow: Flow, size: number = BATCH): Generator<UsageEventInput[]> {
  for (let first = 0; first < flow.count; first += size) {
    const length = Math.min(size, flow.count - first)
    yield Array.from({ length }, (_, n) => eventOf(flow, first + n))
  }
}

function eventOf(
  { name, count, team = 'bench', members, now, worth = 1 }: Flow,
  n: number,
): UsageEventInput {
  const start = startOf(now) + DAY
  const context = {
    specversion: '1.0' as const,
    id: `${name}-${n}`,
    source: `${SOURCE}usage`,
    time: new Date(start + Math.floor((n / count) * (now - start))).toISOString(),
    team,
    subject: `member-${(n * 7_919) % members}`,
  }
  switch (n % 4) {
    case 0:
      return {
        ...context,
        type: 'headroom.flows.usage',
        data: {
          flow: `flow-${(n * 31) % 50}`,
          flowName: `Flow ${(n * 31) % 50}`,
          run: 'cloud',
          item: pick(ITEMS, n),
          count: worth,
        },
      }
    case 1:
      return {
        ...context,
        type: 'headroom.ai.usage',
        data: { action: pick(ACTIONS, n), credits: worth, ownKey: false },
      }
    case 2:
      return {
        ...context,
        type: 'headroom.api.calls',
        data: { group: pick(GROUPS, n), count: worth },
      }
    default:
      return {
        ...context,
        type: 'headroom.assistant.usage',
        data: {
          server: `server-${n % 20}`,
          model: pick(MODELS, n),
          inputTokens: 900 * worth,
          outputTokens: 300 * worth,
          ownKey: false,
        },
      }
  }
}

function pick<T>(values: readonly [T, ...T[]], n: number): T {
  return values[Math.floor(n / 4) % values.length] ?? values[0]
}
