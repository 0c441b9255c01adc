import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, type DatabaseConnection, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { StoreUnavailable } from '#api/ports.ts'
import type { Db, Engine } from './engine.ts'
import { DatabaseRefused } from './errors.ts'
import { guarded } from './guard.ts'
import { holdableJson, holdableText } from './holdable-text.ts'
import { insertSql, mergedRows, quoted } from './insert-plans.ts'
import { integerFrom } from './integers.ts'
import { migrate } from './migrate.ts'
import { isWorthRunningAgain, translatePostgresError, unavailable } from './postgres-errors.ts'
import type { Schema } from './schema.ts'
import { inTransaction } from './transaction.ts'

const MAX_CONNECTIONS = 10
const CONNECT_WAIT_MS = 10_000
const MAX_ATTEMPTS = 5

/** Bounded, so that a stuck writer holds nobody up for longer than a client waits. */
const BEGIN = `begin;
  set local lock_timeout = '10s';
  set local statement_timeout = '60s';
  set local idle_in_transaction_session_timeout = '60s'`

const BEGIN_SNAPSHOT = 'begin isolation level repeatable read read only'

const INT8 = 20
const NUMERIC = 1700

export async function openPostgres(url: string): Promise<Engine> {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_WAIT_MS,
    application_name: 'headroom',
    types: { getTypeParser: parserOf },
  })
  // A connection lost while idle has left the pool already, and one lost in a transaction fails the
  // transaction's next statement. Unheard, either event would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Schema>({
    dialect: guarded(new PostgresDialect({ pool, onCreateConnection: setUp }), {
      translate: translatePostgresError,
      parameters: (parameters) => parameters.map(holdable),
    }),
  })
  try {
    await migrate(db, 'postgres')
  } catch (error) {
    await pool.end()
    throw error instanceof StoreUnavailable ? unreachable(error) : error
  }
  return engineOf(db, pool)
}

/** Compiling a statement takes longer than any of ours runs. */
async function setUp(connection: DatabaseConnection): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw('set jit = off'))
}

function engineOf(db: Kysely<Schema>, pool: pg.Pool): Engine {
  return {
    db,
    pool,
    snapshot: (work) =>
      withRetries((begun) => inTransaction(db, starts(BEGIN_SNAPSHOT, begun), work)),
    transact: (work) => withRetries((begun) => inTransaction(db, starts(BEGIN, begun), work)),
    locksRows: true,
    insert: async (connection, plan, rows) => {
      if (rows.length === 0) return
      const source = `select ${quoted(plan.columns)} from json_populate_recordset(null::"${plan.table}", $1::json)`
      const json = holdableJson(mergedRows(plan, rows))
      await connection.executeQuery(CompiledQuery.raw(insertSql(plan, source), [json]))
    },
    each: (rows, name) =>
      sql`json_array_elements(cast(${holdableJson(rows)} as json)) as ${sql.id(name)}(value)`,
    hasUniqueIndex: async (table, columns) => {
      const { rows } = await sql<{ columns: string[] }>`
        select array(
          select attname::text from unnest(indkey::int2[]) with ordinality as key(number, place)
          join pg_attribute on attrelid = indrelid and attnum = key.number order by place
        ) as columns
        from pg_index
        where indrelid = ${table}::regclass and indisunique and indisvalid and indpred is null
      `.execute(db)
      return rows.some((row) => row.columns.join() === columns.join())
    },
    close: () => pool.end(),
  }
}

function starts(statement: string, begun: () => void): (connection: Db) => Promise<void> {
  return async (connection) => {
    await sql.raw(statement).execute(connection)
    begun()
  }
}

/**
 * Runs a transaction again that lost against another, or that never began: after a restart of the
 * database the pool is full of connections that are gone.
 */
async function withRetries<T>(run: (begun: () => void) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let hasBegun = false
    try {
      return await run(() => {
        hasBegun = true
      })
    } catch (error) {
      const neverBegan = !hasBegun && error instanceof StoreUnavailable
      if (!neverBegan && !isWorthRunningAgain(error)) throw error
      if (attempt === MAX_ATTEMPTS) throw neverBegan ? error : unavailable(error)
      await sleep(10 * 2 ** attempt * Math.random())
    }
  }
}

function parserOf(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8 || oid === NUMERIC) return integerFrom
  return format === 'binary' ? pg.types.getTypeParser(oid, format) : pg.types.getTypeParser(oid)
}

function holdable(parameter: unknown): unknown {
  return typeof parameter === 'string' ? holdableText(parameter) : parameter
}

function unreachable(cause: Error): DatabaseRefused {
  return new DatabaseRefused('unreachable', `PostgreSQL cannot be reached: ${cause.message}`, {
    cause,
  })
}
