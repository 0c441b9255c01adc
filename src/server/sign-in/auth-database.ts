import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Engine } from '../database/engine.ts'

/**
 * The ledger's database for better-auth, which brings queries of its own. Each of its
 * statements is by itself: one that waited in a transaction for another connection could leave all of
 * them waiting. With SQLite it reads where the ledger reads, so that nobody waits for a batch of events to see
 * who asks, and each of its writes is a transaction, which waits and is tried again as the ledger's
 * are.
 */
export function authDatabase(engine: Engine) {
  if (engine.locksRows) return { db: engine.db, type: 'postgres', transaction: false } as const
  const db = new Kysely<unknown>({
    dialect: {
      createDriver: () => routedDriver(engine),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (over) => new SqliteIntrospector(over),
    },
  })
  return { db, type: 'sqlite', transaction: false } as const
}

function routedDriver(engine: Engine): Driver {
  const connection: DatabaseConnection = {
    executeQuery: <R>(query: CompiledQuery) =>
      query.query.kind === 'SelectQueryNode'
        ? engine.db.executeQuery<R>(query)
        : engine.transact((db) => db.executeQuery<R>(query)),
    streamQuery: () => {
      throw new Error('better-auth streams nothing')
    },
  }
  const nothing = async () => {}
  const noTransactions = async () => {
    throw new Error('each statement is a transaction of its own')
  }
  return {
    init: nothing,
    acquireConnection: async () => connection,
    beginTransaction: noTransactions,
    commitTransaction: noTransactions,
    rollbackTransaction: noTransactions,
    releaseConnection: nothing,
    destroy: nothing,
  }
}
