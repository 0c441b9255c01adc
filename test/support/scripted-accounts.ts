import type { AccountAnswer, Asked, Connector } from '#api/connections/ports.ts'
import { createVault } from '#server/connections/vault.ts'

export const SECRET = 'a secret of at least thirty-two bytes'

/** Accounts that answer as a test says, with keys sealed as on a server. */
export type ScriptedAccounts = {
  connector: Connector
  /** What every reading is answered from now on. */
  answer: (
    with_: AccountAnswer | ((asked: Asked) => AccountAnswer | Promise<AccountAnswer>),
  ) => void
  asked: Asked[]
}

export function scriptedAccounts(): ScriptedAccounts {
  let script: Parameters<ScriptedAccounts['answer']>[0] = postman({})
  const asked: Asked[] = []
  return {
    connector: {
      vault: createVault(SECRET),
      read: async (ask) => {
        asked.push(ask)
        return typeof script === 'function' ? script(ask) : script
      },
    },
    answer: (next) => {
      script = next
    },
    asked,
  }
}

/** As Postman answers, with the usage of these operations. */
export function postman(usage: Record<string, number>): AccountAnswer {
  const operations = Object.entries(usage).map(([name, used]) => {
    return { name, usage: used, limit: 1_000, overage: 0 }
  })
  return { kind: 'answered', body: { user: { id: 1 }, operations } }
}

/** As Flowly answers. */
export function flowly(
  used: { plan: number; bonus?: number },
  period: { start: string; end: string } = { start: '2026-11-01', end: '2026-12-01' },
): AccountAnswer {
  const { plan, bonus = 0 } = used
  return {
    kind: 'answered',
    body: {
      credits: {
        plan: { total: 500, used: plan, remaining: 500 - plan },
        bonus: { total: 1_000, used: bonus, remaining: 1_000 - bonus },
      },
      available: 1_500 - plan - bonus,
      percentUsed: 0,
      periodStart: period.start,
      periodEnd: period.end,
      plan: { id: 'pro', monthlyCredits: 500, maxServers: 3 },
    },
  }
}
