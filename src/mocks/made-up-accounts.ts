import type { AccountAnswer, Asked, Bound, Connector } from '#api/connections/ports.ts'
import { HOUR, MINUTE, type Millis } from '#shared/credits/amounts.ts'
import type { Provider } from '#shared/credits/provider.ts'

/**
 * Accounts for the preview: they use a little every hour and begin anew each month. A key that holds
 * `wrong`, `guest` or `busy` plays what such a key is answered.
 */
export function madeUpAccounts(now: () => Millis): Connector {
  return {
    vault: {
      seal: async (key, bound) => `${rowOf(bound)}${key}`,
      open: async (sealed, bound) => {
        const row = rowOf(bound)
        return sealed.startsWith(row) ? sealed.slice(row.length) : undefined
      },
    },
    read: async (asked) => answer(asked, now()),
  }
}

function rowOf({ team, connection }: Bound): string {
  return `${team} ${connection} `
}

function answer({ provider, key }: Asked, at: Millis): AccountAnswer {
  if (key.includes('wrong')) return { kind: 'failed', failure: 'refused-key' }
  if (key.includes('busy')) {
    return { kind: 'failed', failure: 'rate-limited', patience: 2 * MINUTE }
  }
  if (key.includes('guest')) return { kind: 'answered', body: { user: {} } }
  return { kind: 'answered', body: bodyOf(provider, at) }
}

function bodyOf(provider: Provider, at: Millis): unknown {
  const start = monthOf(at, 0)
  const hours = (at - start) / HOUR
  switch (provider) {
    case 'postman':
      return { user: { id: 1, username: 'preview' }, operations: operationsAfter(hours) }
    case 'flowly':
      return {
        credits: {
          plan: credits(500, hours * 0.75),
          bonus: credits(1_000, Math.max(0, hours * 0.75 - 500)),
        },
        periodStart: new Date(start).toISOString(),
        periodEnd: new Date(monthOf(at, 1)).toISOString(),
      }
    default:
      return provider satisfies never
  }
}

function operationsAfter(hours: number) {
  return [
    { name: 'flow_requests', limit: 100, usage: Math.floor(hours / 8), overage: 0 },
    { name: 'ai_millicredits', limit: 400, usage: Math.floor(hours) / 2, overage: 0 },
    { name: 'api_usage', limit: 1_000_000, usage: Math.floor(hours * 125), overage: 0 },
    { name: 'mock_usage', limit: 99_999_999, usage: Math.floor(hours * 3), overage: 0 },
    { name: 'file_storage_limit', limit: 8.88, usage: 1.25, overage: 0 },
  ]
}

function credits(total: number, used: number) {
  const spent = Math.min(total, Math.floor(used * 10) / 10)
  return { total, used: spent, remaining: total - spent }
}

function monthOf(at: Millis, later: number): Millis {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later)
}
