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
import { isAfterFailure, isForgottenStatement } from './postgres-errors.ts'
import { type Reach, runWithin } from './postgres-reach.ts'
import type { StatementNames } from './statement-names.ts'

type Answered = pg.QueryResult

const CHANGES = ['INSERT', 'UPDATE', 'DELETE', 'MERGE']

/** What the driver says when its patience is over. */
const UNANSWERED = 'Query read timeout'

export type How = {
  /** Of each statement by itself; without one, it is in reach of no team. */
  reach?: Reach | undefined
  /** Without them every statement is sent whole. */
  names?: StatementNames | undefined
}

/** PostgreSQL for Kysely. */
export function postgresDialect(pool: pg.Pool, how: How): Dialect {
  return {
    createDriver: () => driverOf(pool, how),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  }
}

function driverOf(pool: pg.Pool, how: How): Driver {
  const clients = new WeakMap<DatabaseConnection, pg.PoolClient>()
  const run = (statement: string) => async (connection: DatabaseConnection) => {
    await connection.executeQuery(CompiledQuery.raw(statement))
  }
  return {
    init: async () => {},
    acquireConnection: async () => {
      const client = await pool.connect()
      const connection = connectionOf(client, how)
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

/** From when it is taken until it is given back: for a transaction, or for one statement. */
type Taken = { client: pg.PoolClient; how: How; failure: unknown }

function connectionOf(client: pg.PoolClient, how: How): DatabaseConnection {
  const taken: Taken = { client, how, failure: undefined }
  return {
    executeQuery: async (query: CompiledQuery) => {
      const { command, rowCount, rows } = await ask(taken, query)
      const changed = CHANGES.includes(command) ? BigInt(rowCount ?? 0) : undefined
      return { rows: rows ?? [], ...(changed === undefined ? {} : { numAffectedRows: changed }) }
    },
    streamQuery: () => {
      throw new Error('nothing is streamed from the database')
    },
  }
}

async function ask(taken: Taken, query: CompiledQuery): Promise<Answered> {
  const { client, how } = taken
  // What has no parameters may be several statements, and is said once in a transaction.
  const name = query.parameters.length > 0 ? how.names?.of(query.sql) : undefined
  try {
    return await send(client, how, { query, name })
  } catch (error) {
    // An answer that still came would be taken for the next statement's.
    if (isUnanswered(error)) breakOff(client)
    // Of those that are under way all after it fail, and some are heard first: it is why they do.
    if (taken.failure !== undefined) throw isAfterFailure(error) ? taken.failure : error
    taken.failure = error
    // Only the first is what it seems: others may be missing because of it.
    if (name === undefined || !isForgottenStatement(error)) throw error
    how.names?.giveUp()
    // A transaction has failed with it: all of it is run again by who began it.
    if (client.getTransactionStatus() !== 'I') throw error
    return send(client, how, { query, name: undefined })
  }
}

function send(
  client: pg.PoolClient,
  { reach }: How,
  { query, name }: { query: CompiledQuery; name: string | undefined },
): Promise<Answered> {
  gatherWrites(client)
  const statement = { text: query.sql, values: [...query.parameters], ...(name ? { name } : {}) }
  return reach ? runWithin(client, reach, statement) : client.query(statement)
}

/** What is asked in one turn goes out in one piece: each by itself would cost a call of the system. */
function gatherWrites({ connection: { stream } }: pg.PoolClient): void {
  stream.cork()
  process.nextTick(() => stream.uncork())
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
