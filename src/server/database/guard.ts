import { channel } from 'node:diagnostics_channel'
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely'

export type Guard = {
  /** What a failure of the database is to its callers. */
  translate: (error: unknown) => unknown
  /** Brings parameters into what the database can hold. */
  parameters?: (parameters: readonly unknown[]) => readonly unknown[]
  /** Whether statements are told to whoever listens to `STATEMENTS`. */
  isSeen: boolean
}

/** Every statement but those of migrations, as text, for tests to look at. */
export const STATEMENTS = channel('headroom:statement')

/** A dialect whose every failure goes through one place. */
export function guarded(dialect: Dialect, guard: Guard): Dialect {
  return {
    createDriver: () => guardedDriver(dialect.createDriver(), guard),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  }
}

function guardedDriver(driver: Driver, guard: Guard): Driver {
  const inner = new WeakMap<DatabaseConnection, DatabaseConnection>()
  const innerOf = (connection: DatabaseConnection) => inner.get(connection) ?? connection
  return {
    init: () => driver.init(),
    acquireConnection: async () => {
      const connection = await translating(guard, () => driver.acquireConnection())
      const outer = guardedConnection(connection, guard)
      inner.set(outer, connection)
      return outer
    },
    beginTransaction: (connection, settings) =>
      translating(guard, () => driver.beginTransaction(innerOf(connection), settings)),
    commitTransaction: (connection) =>
      translating(guard, () => driver.commitTransaction(innerOf(connection))),
    rollbackTransaction: (connection) => driver.rollbackTransaction(innerOf(connection)),
    releaseConnection: (connection) => driver.releaseConnection(innerOf(connection)),
    destroy: () => driver.destroy(),
  }
}

function guardedConnection(connection: DatabaseConnection, guard: Guard): DatabaseConnection {
  const prepared = (query: CompiledQuery): CompiledQuery =>
    guard.parameters ? { ...query, parameters: guard.parameters(query.parameters) } : query
  return {
    executeQuery: <R>(query: CompiledQuery): Promise<QueryResult<R>> =>
      translating(guard, () => {
        if (guard.isSeen) STATEMENTS.publish(query.sql)
        return connection.executeQuery<R>(prepared(query))
      }),
    streamQuery: <R>(query: CompiledQuery, chunkSize?: number) =>
      connection.streamQuery<R>(prepared(query), chunkSize),
  }
}

async function translating<T>(guard: Guard, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw guard.translate(error)
  }
}
