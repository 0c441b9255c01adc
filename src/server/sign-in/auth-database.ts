import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
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
  if (engine.locksRows) {
    const db = new Kysely<unknown>({
      dialect: {
        createDriver: () => routedDriver((query) => engine.ofNoTeam.db.executeQuery(query)),
        createQueryCompiler: () => new PostgresQueryCompiler(),
        createAdapter: () => new PostgresAdapter(),
        createIntrospector: (over) => new PostgresIntrospector(over),
      },
    })
    return { db, type: 'postgres', transaction: false } as const
  }
  const db = new Kysely<unknown>({
    dialect: {
      createDriver: () => routedDriver((query) => onSqlite(engine, query)),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (over) => new SqliteIntrospector(over),
    },
  })
  return { db, type: 'sqlite', transaction: false } as const
}

function onSqlite<R>({ ofNoTeam }: Engine, query: CompiledQuery<R>): Promise<QueryResult<R>> {
  if (query.query.kind === 'SelectQueryNode') return ofNoTeam.db.executeQuery(query)
  return ofNoTeam.transact((db) => db.executeQuery(query))
}

function routedDriver(run: <R>(query: CompiledQuery<R>) => Promise<QueryResult<R>>): Driver {
  const connection: DatabaseConnection = {
    executeQuery: <R>(query: CompiledQuery) => run<R>(query),
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
