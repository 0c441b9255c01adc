import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery, Kysely, sql } from 'kysely'
import pg from 'pg'
import { StoreUnavailable } from '#api/ports.ts'
import type { Db, Engine, Rows, TableShape, Whole } from './engine.ts'
import { DatabaseRefused } from './errors.ts'
import { guarded } from './guard.ts'
import { holdableJson, holdableText } from './holdable-text.ts'
import { cellsOf, insertSql, mergedRows, quoted } from './insert-plans.ts'
import { integerFrom } from './integers.ts'
import { migrate } from './migrate.ts'
import { monthsOf } from './months.ts'
import { arrayLiteral, columnTypes } from './postgres-arrays.ts'
import { type How, postgresDialect } from './postgres-dialect.ts'
import { isWorthRunningAgain, translatePostgresError, unavailable } from './postgres-errors.ts'
import { NO_REACH, type Reach, settingSql } from './postgres-reach.ts'
import type { Schema } from './schema.ts'
import { sideBySide } from './side-by-side.ts'
import { type StatementNames, statementNames } from './statement-names.ts'
import { concernsOfWall, type EveryTeamTable } from './team-wall.ts'
import { inTransaction } from './transaction.ts'
import { sentAhead, writingAhead } from './written-ahead.ts'

const USUAL_CONNECTIONS = 10
const CONNECT_WAIT_MS = 10_000
const MAX_ATTEMPTS = 5
/** Whoever asks has waited long enough by then. */
const RETRY_MS = CONNECT_WAIT_MS

/**
 * Bounded, so that a stuck writer holds nobody up for longer than a client waits. Compiling a statement
 * takes longer than any of ours runs.
 */
const BEGIN = `begin;
  set local lock_timeout = '10s';
  set local statement_timeout = '60s';
  set local idle_in_transaction_session_timeout = '60s';
  set local jit = off`

const BEGIN_SNAPSHOT = `begin isolation level repeatable read read only;
  set local jit = off`

const INT8 = 20
const NUMERIC = 1700

export type PostgresOptions = {
  /** How many at most. */
  connections?: number | undefined
  /**
   * When a statement without an answer is given up, with its connection: the line may be dead, which
   * nobody is told. Without it never, for those who ask large questions.
   */
  patienceMs?: number | undefined
}

export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<Engine> {
  await migrated(url)
  return engineOf(poolOf(url, options))
}

/** A change of the tables takes as long as it takes. */
async function migrated(url: string): Promise<void> {
  const pool = poolOf(url, {})
  try {
    await migrate(overPool(pool, { isSeen: false }), 'postgres')
  } catch (error) {
    throw error instanceof StoreUnavailable ? unreachable(error) : error
  } finally {
    await pool.end()
  }
}

function poolOf(
  url: string,
  { connections = USUAL_CONNECTIONS, patienceMs }: PostgresOptions,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_WAIT_MS,
    keepAlive: true,
    // What does not wait for another answer is not kept waiting for it.
    pipeline: true,
    ...(patienceMs === undefined ? {} : { query_timeout: patienceMs }),
    application_name: 'headroom',
    types: { getTypeParser: parserOf },
  })
  // A connection lost while idle has left the pool already, and one lost in a transaction fails the
  // transaction's next statement. Unheard, either event would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

function overPool<Tables>(
  pool: pg.Pool,
  { reach, names, isSeen = true }: How & { isSeen?: boolean },
): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: guarded(postgresDialect(pool, { reach, names }), {
      translate: translatePostgresError,
      parameters: (parameters) => parameters.map(holdable),
      isSeen,
    }),
  })
}

function engineOf(pool: pg.Pool): Engine {
  const names = statementNames()
  const db = overPool<Schema>(pool, { names })
  const within = rowsWithin({ pool, db, names })
  const typesOf = columnTypes()
  const ofNoTeam: Engine['ofNoTeam'] = { db, transact: (work) => transaction(db, BEGIN, work) }
  return {
    ofTeam: (team) => within({ kind: 'team', team }),
    ofServer: within({ kind: 'server' }),
    ofEveryTeam: overPool<Pick<Schema, EveryTeamTable>>(pool, {
      reach: { kind: 'every-team' },
      names,
    }),
    ofNoTeam,
    months: monthsOf(ofNoTeam),
    pool,
    locksRows: true,
    insert: async (connection, plan, rows) => {
      if (rows.length === 0) return
      const types = await typesOf(connection, plan.table)
      const cells = mergedRows(plan, rows).map((row) => cellsOf(plan.columns, row))
      const lists = plan.columns.map((name, at) => `$${at + 1}::${types.get(name)}[]`)
      const arrays = plan.columns.map((_, at) => arrayLiteral(cells.map((row) => row[at] ?? null)))
      const text = insertSql(plan, `select * from unnest(${lists.join(', ')})`)
      await sentAhead(connection, connection.executeQuery(CompiledQuery.raw(text, arrays)))
    },
    each: (rows, { name, columns }) => {
      // As arrays, not as JSON: what is taken out of a JSON is not compared by an index while policies
      // are in force, since it might tell of rows that they hide.
      const lists = columns.map((_, place) => arrayLiteral(rows.map((row) => row[place] ?? '')))
      const arrays = lists.map((list) => sql`cast(${list} as text[])`)
      const names = columns.map((column) => sql.id(column))
      return sql`unnest(${sql.join(arrays)}) as ${sql.id(name)}(${sql.join(names)})`
    },
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
    tables: async () => {
      const { rows } = await sql<TableShape>`
        select c.relname as name, (
          select array_agg(a.attname::text order by a.attnum) from pg_attribute as a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        ) as columns, (
          select array_agg(a.attname::text order by part.place)
          from pg_index as i, unnest(i.indkey::int2[]) with ordinality as part(number, place)
          join pg_attribute as a on a.attnum = part.number
          where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid
        ) as key
        from pg_class as c
        where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
          and c.relnamespace = current_schema()::regnamespace and c.relname not like 'kysely%'
        order by c.relname`.execute(db)
      return rows
    },
    readWhole: (work) => transaction(db, BEGIN_SNAPSHOT, (connection) => work(wholeOf(connection))),
    writeWhole: (work) => transaction(db, BEGIN, (connection) => work(wholeOf(connection))),
    vacuum: async () => {
      await pool.query('vacuum')
      return true
    },
    analyze: async () => {
      await pool.query('analyze')
    },
    concerns: () => concernsOfWall(db),
    close: () => pool.end(),
  }
}

function wholeOf(db: Db): Whole {
  return {
    within: async (reach, work) => {
      await sql.raw(NO_REACH).execute(db)
      if (reach !== 'no-team') await sql.raw(settingSql(reach)).execute(db)
      await work(db)
    },
    insert: async ({ name, columns }, rows) => {
      const records = rows.map((row) => Object.fromEntries(columns.map((c, at) => [c, row[at]])))
      const names = quoted(columns)
      const text = `insert into "${name}" (${names})
        select ${names} from json_populate_recordset(null::"${name}", $1::json)`
      await db.executeQuery(CompiledQuery.raw(text, [holdableJson(records)]))
    },
  }
}

/** `db` sees no team's rows: a transaction on it begins with what it may see. */
function rowsWithin({ pool, db, names }: { pool: pg.Pool; db: Db; names: StatementNames }) {
  return (reach: Reach): Rows => {
    const setting = settingSql(reach)
    return {
      db: overPool(pool, { reach, names }),
      snapshot: (work) =>
        transaction(db, `${BEGIN_SNAPSHOT}; ${setting}`, (connection) =>
          sideBySide(connection, work),
        ),
      transact: (work) =>
        transaction(db, `${BEGIN}; ${setting}`, (connection) =>
          sideBySide(connection, (own) => writingAhead(own, work)),
        ),
    }
  }
}

function transaction<T>(db: Db, begin: string, work: (db: Db) => Promise<T>): Promise<T> {
  return withRetries((begun) => {
    const start = async (connection: Db) => {
      await sql.raw(begin).execute(connection)
      begun()
    }
    return inTransaction(db, { begin: start }, work)
  })
}

/**
 * Runs a transaction again that lost against another, or that never began: after a restart of the
 * database the pool is full of connections that are gone.
 */
async function withRetries<T>(run: (begun: () => void) => Promise<T>): Promise<T> {
  const started = performance.now()
  for (let attempt = 1; ; attempt++) {
    let hasBegun = false
    try {
      return await run(() => {
        hasBegun = true
      })
    } catch (error) {
      const neverBegan = !hasBegun && error instanceof StoreUnavailable
      if (!neverBegan && !isWorthRunningAgain(error)) throw error
      const isOver = attempt === MAX_ATTEMPTS || performance.now() - started > RETRY_MS
      if (isOver) throw neverBegan ? error : unavailable(error)
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
