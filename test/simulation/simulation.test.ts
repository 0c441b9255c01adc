import { describe, expect, it } from 'vitest'
import type { Store, TeamWrites } from '#api/ports.ts'
import { migratedPostgres } from '#test/support/postgres.ts'
import { historyOf } from './made-up-history.ts'
import { countOf, describeOperation } from './operations.ts'
import { describeFound, type Simulated, simulate } from './simulate.ts'
import { type Bent, MEMORY, postgresWorlds, SQLITE, type WorldKind } from './world.ts'

/** Long enough for a busy machine; nothing is timed. */
const PATIENCE_MS = 1_200_000

const FIXED = 7

const POSTGRES = postgresWorlds(async () => {
  const fresh = await migratedPostgres()
  if ('missing' in fresh) throw new Error(fresh.missing)
  return fresh.url
})

describe('a year of made-up teams', () => {
  it('is the same for the same seed, and another for another', () => {
    const year = (seed: number) => historyOf({ seed, operations: 400 })
    expect(year(7)).toEqual(year(7))
    expect(year(8)).not.toEqual(year(7))
    expect(year(7).reduce((sum, operation) => sum + countOf(operation), 0)).toBeGreaterThan(399)
  })

  it('goes over a year, and holds everything that can happen', () => {
    const history = historyOf({ seed: 7, operations: 6_000 })
    const at = history.map((operation) => operation.at)
    expect(Math.max(...at) - Math.min(...at)).toBeGreaterThan(350 * 86_400_000)
    expect([...new Set(history.map(({ act }) => act.kind))].toSorted()).toEqual(KINDS)
    const faults = new Set(history.map(({ fault }) => fault?.kind))
    expect([...faults].toSorted()).toEqual(['answer-lost', 'deadlock', 'fails', undefined])
    expect(at.some((instant, index) => instant < (at[index - 1] ?? 0))).toBe(true)
  })

  it(
    'leaves SQLite, PostgreSQL, the store in memory and the model with the same figures',
    async ({ skip, annotate }) => {
      const fresh = await migratedPostgres()
      const kinds: [WorldKind, ...WorldKind[]] = [SQLITE, MEMORY]
      if ('missing' in fresh) await annotate(`without PostgreSQL: ${fresh.missing}`)
      else kinds.unshift(POSTGRES)
      const seed = Math.floor(performance.timeOrigin % 2 ** 31)
      await annotate(`a fresh seed: ${seed}`)
      for (const each of [FIXED, seed]) {
        const simulated = await simulate({
          seed: each,
          operations: 700,
          operationsAYear: 700,
          kinds,
          tries: 60,
        })
        expect(said(simulated, each)).toBe('no difference')
      }
      if ('missing' in fresh) skip(fresh.missing)
    },
    PATIENCE_MS,
  )
})

/** What each of them breaks has to be seen; a simulation that can't fail proves nothing. */
const PLANTED: { name: string; bent: Bent }[] = [
  {
    name: 'a block too many is bought',
    bent: writing((tx) => ({
      addSales: (rows) => tx.addSales(rows.map((row) => ({ ...row, blocks: row.blocks + 1 }))),
    })),
  },
  {
    name: 'an account forgets what it has bought',
    bent: writing((tx) => ({
      saveAccounts: (rows) =>
        tx.saveAccounts(
          rows.map((row) => ({
            ...row,
            account: { ...row.account, bought: { blocks: 0, credits: 0, micros: 0 } },
          })),
        ),
    })),
  },
  {
    name: 'an event counts again',
    bent: writing(() => ({ chargesOf: async () => [] })),
  },
  {
    name: 'a switch is forgotten',
    bent: writing(() => ({ switches: async () => [] })),
  },
  {
    name: 'a spend cap lets one micro less through',
    bent: writing((tx) => ({
      spendCaps: async () =>
        (await tx.spendCaps()).map((cap) =>
          cap.micros === undefined ? cap : { ...cap, micros: cap.micros - 1 },
        ),
    })),
  },
  {
    name: 'a pool forgets one of its members',
    bent: writing((tx) => ({
      countMembers: async (...asked) => (await tx.countMembers(...asked)) - 1,
    })),
  },
  {
    name: 'what runs hold is free',
    bent: writing(() => ({ heldByHolder: async () => new Map() })),
  },
  {
    name: 'a threshold fires again',
    bent: writing((tx) => ({
      accounts: async (keys) => (await tx.accounts(keys)).map((row) => ({ ...row, fired: [] })),
    })),
  },
  {
    name: 'nobody is told of a threshold',
    bent: writing(() => ({ saveMessages: async () => {} })),
  },
  {
    name: 'a closed cycle is open again',
    bent: writing(() => ({ lastClosing: async () => undefined })),
  },
  {
    name: 'a day loses its last use',
    bent: writing((tx) => ({ addRollups: (rows) => tx.addRollups(rows.slice(1)) })),
  },
]

describe('a planted fault', () => {
  for (const { name, bent } of PLANTED) {
    it(
      `is found, and told by a short history: ${name}`,
      async () => {
        const { found } = await simulate({
          seed: 7,
          operations: 6_000,
          operationsAYear: 1_500,
          kinds: [MEMORY],
          bent,
        })
        if (!found) throw new Error('it was not found')
        expect(found.history.length).toBeLessThan(12)
        const text = describeFound(found, 'npm run test:simulate -- --seed 7')
        expect(text).toContain(`--seed 7 --year ${found.year}`)
        for (const operation of found.history) expect(text).toContain(describeOperation(operation))
        expect(text).toContain(found.shortest.what)
      },
      PATIENCE_MS,
    )
  }
})

const KINDS = [
  'add-member',
  'admit',
  'buy',
  'call',
  'cap',
  'charges-alert',
  'close',
  'deliver',
  'deploy',
  'end',
  'invoices',
  'look',
  'low-alerts',
  'make-team',
  'plan',
  'race',
  'remove-member',
  'restart',
  'send',
  'server-limit',
  'set-roles',
  'switch',
]

function said({ found }: Simulated, seed: number): string {
  const command = `npm run test:simulate -- --operations 700 --a-year 700 --seed ${seed} --database both`
  return found ? describeFound(found, command) : 'no difference'
}

/** A store some of whose writes do something else. */
function writing(other: (tx: TeamWrites) => Partial<TeamWrites>): Bent {
  return (store): Store => ({
    ...store,
    team: (id) => {
      const team = store.team(id)
      return { ...team, write: (work) => team.write((tx) => work({ ...tx, ...other(tx) })) }
    },
  })
}
