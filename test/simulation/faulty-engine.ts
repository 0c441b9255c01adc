import { AsyncLocalStorage } from 'node:async_hooks'
import type { KyselyPlugin } from 'kysely'
import { type Store, StoreUnavailable } from '#api/ports.ts'
import type { Engine, Rows } from '#server/database/engine.ts'
import type { Fault } from './operations.ts'

/** What befalls the transactions of one operation, and what became of them. */
export type Mischief = {
  armed: Fault | undefined
  statements: number
  fired: boolean
  /** Writes of a team's books that were committed since it was armed. */
  committed: number
}

export function noMischief(): Mischief {
  return { armed: undefined, statements: 0, fired: false, committed: 0 }
}

/** An engine whose transactions fail where `mischief` says, once. */
export function faultyEngine(engine: Engine, mischief: Mischief): Engine {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      countStatement(mischief)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const faulty = (rows: Rows): Rows => ({
    ...rows,
    transact: async (work) => {
      const result = await rows.transact((db) => work(db.withPlugin(plugin)))
      if (books.getStore() && isUnderWay(mischief)) mischief.committed++
      if (mischief.armed?.kind === 'answer-lost') fire(mischief)
      return result
    },
  })
  return {
    ...engine,
    ofTeam: (team) => faulty(engine.ofTeam(team)),
    ofServer: faulty(engine.ofServer),
    insert: (db, plan, rows) => {
      countStatement(mischief)
      return engine.insert(db, plan, rows)
    },
  }
}

/** Set in what a write of a team's books causes: marks are set beside it at the same time. */
const books = new AsyncLocalStorage<true>()

/** Tells the books' own transactions from marks and rejections, which are written beside them. */
export function seenWriting(store: Store): Store {
  return {
    ...store,
    team: (id) => {
      const team = store.team(id)
      return {
        ...team,
        write: (work) => books.run(true, () => team.write(work)),
      }
    },
  }
}

function isUnderWay({ armed, fired }: Mischief): boolean {
  return armed !== undefined || fired
}

function countStatement(mischief: Mischief): void {
  const { armed } = mischief
  if (!armed || armed.kind === 'answer-lost') return
  mischief.statements++
  if (mischief.statements === armed.statement) fire(mischief)
}

function fire(mischief: Mischief): never {
  const kind = mischief.armed?.kind
  mischief.armed = undefined
  mischief.fired = true
  if (kind === 'deadlock') throw Object.assign(new Error('a deadlock, on purpose'), DEADLOCK)
  throw new StoreUnavailable('the database cannot be used, on purpose')
}

/** As PostgreSQL says it; the transaction is run again from its start. */
const DEADLOCK = { code: '40P01' }
