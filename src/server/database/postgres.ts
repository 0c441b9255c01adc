import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { StoreUnavailable } from '#api/ports.ts'
import type { Engine } from './engine.ts'
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
  // A connection lost while idle has left the pool already; the next query opens another.
  pool.on('error', () => {})
  const db = new Kysely<Schema>({
    dialect: guarded(new PostgresDialect({ pool }), {
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

function engineOf(db: Kysely<Schema>, pool: pg.Pool): Engine {
  return {
    db,
    snapshot: (work) => inTransaction(db, BEGIN_SNAPSHOT, work),
    transact: (work) => withRetries(() => inTransaction(db, BEGIN, work)),
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

async function withRetries<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (!isWorthRunningAgain(error)) throw error
      if (attempt === MAX_ATTEMPTS) throw unavailable(error)
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
