import type { Member } from '#api/records.ts'
import type { UsageEventInput } from '#shared/contract/event.ts'
import { DAY } from '#shared/credits/amounts.ts'
import { aTeam } from '#test/contract/store-records.ts'

export const BATCH = 1_000

/** A team in the last hours of a cycle, with `MEMBERS`, whose use fills the cycle evenly. */
export const START = Date.parse('2026-03-01T00:00:00Z')
export const NOW = START + 30.5 * DAY
export const TEAM = aTeam({ id: 'bench', zone: 'UTC', anchor: '2026-01-01', createdAt: START })
export const MEMBERS: readonly Member[] = Array.from({ length: 200 }, (_, n) => ({
  id: `member-${n}`,
  name: `Member ${n}`,
  email: `member-${n}@example.com`,
  roles: n === 0 ? ['admin', 'billing'] : ['member'],
  createdAt: START,
}))

const ITEMS = ['flow-run', 'http-request', 'evaluate', 'condition', 'connector', 'start'] as const
const ACTIONS = ['write-tests', 'generate-request', 'explain', 'review'] as const
const GROUPS = ['collections', 'monitors', 'workspaces'] as const
const MODELS = ['claude-sonnet-4.5', 'claude-haiku-4.5'] as const

/** Batches of events in the order of time; those of one `name` are never the same as another's. */
export function* batches(name: string, count: number): Generator<UsageEventInput[]> {
  for (let first = 0; first < count; first += BATCH) {
    const size = Math.min(BATCH, count - first)
    yield Array.from({ length: size }, (_, n) => eventOf(name, first + n, count))
  }
}

function eventOf(name: string, n: number, count: number): UsageEventInput {
  const context = {
    specversion: '1.0' as const,
    id: `${name}-${n}`,
    source: 'https://bench.example.com/usage',
    time: new Date(START + Math.floor((n / count) * (NOW - START))).toISOString(),
    team: TEAM.id,
    subject: `member-${(n * 7_919) % MEMBERS.length}`,
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
          count: 1,
        },
      }
    case 1:
      return {
        ...context,
        type: 'headroom.ai.usage',
        data: { action: pick(ACTIONS, n), credits: 1, ownKey: false },
      }
    case 2:
      return { ...context, type: 'headroom.api.calls', data: { group: pick(GROUPS, n), count: 1 } }
    default:
      return {
        ...context,
        type: 'headroom.assistant.usage',
        data: {
          server: `server-${n % 20}`,
          model: pick(MODELS, n),
          inputTokens: 900,
          outputTokens: 300,
          ownKey: false,
        },
      }
  }
}

function pick<T>(values: readonly [T, ...T[]], n: number): T {
  return values[Math.floor(n / 4) % values.length] ?? values[0]
}
