import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type pg from 'pg'
import { type Reach, runWithin } from './postgres-reach.ts'

const CHANGES = ['INSERT', 'UPDATE', 'DELETE', 'MERGE']

/** What the driver says when its patience is over. */
const UNANSWERED = 'Query read timeout'

/** PostgreSQL for Kysely, each statement by itself within `reach`; without one, in reach of no team. */
export function postgresDialect(pool: pg.Pool, reach?: Reach): Dialect {
  return {
    createDriver: () => driverOf(pool, reach),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  }
}

function driverOf(pool: pg.Pool, reach: Reach | undefined): Driver {
  const clients = new WeakMap<DatabaseConnection, pg.PoolClient>()
  const run = (statement: string) => async (connection: DatabaseConnection) => {
    await connection.executeQuery(CompiledQuery.raw(statement))
  }
  return {
    init: async () => {},
    acquireConnection: async () => {
      const client = await pool.connect()
      const connection = connectionOf(client, reach)
      clients.set(connection, client)
      return connection
    },
    beginTransaction: run('begin'),
    commitTransaction: run('commit'),
    rollbackTransaction: run('rollback'),
    releaseConnection: async (connection) => {
      const client = clients.get(connection)
      client?.release(brokenOff.has(client))
    },
    // Whoever made the pool ends it.
    destroy: async () => {},
  }
}

function connectionOf(client: pg.PoolClient, reach: Reach | undefined): DatabaseConnection {
  return {
    executeQuery: async (query: CompiledQuery) => {
      const asked = reach
        ? runWithin(client, reach, query)
        : client.query(query.sql, [...query.parameters])
      const { command, rowCount, rows } = await asked.catch((error: unknown) => {
        // An answer that still came would be taken for the next statement's.
        if (isUnanswered(error)) breakOff(client)
        throw error
      })
      const changed = CHANGES.includes(command) ? BigInt(rowCount ?? 0) : undefined
      return { rows: rows ?? [], ...(changed === undefined ? {} : { numAffectedRows: changed }) }
    },
    streamQuery: () => {
      throw new Error('nothing is streamed from the database')
    },
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof Error && error.message === UNANSWERED
}

/** Nobody is given these again. */
const brokenOff = new WeakSet<pg.PoolClient>()

function breakOff(client: pg.PoolClient): void {
  brokenOff.add(client)
  client.connection.stream.destroy(new Error(`connection terminated: ${UNANSWERED}`))
}
