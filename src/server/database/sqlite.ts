import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Dialect, Kysely, SqliteDialect, sql } from 'kysely'
import { z } from 'zod'
import type { Db, Engine, Rows, Whole } from './engine.ts'
import { DatabaseRefused } from './errors.ts'
import { guarded, STATEMENTS } from './guard.ts'
import { cellsOf, insertSql } from './insert-plans.ts'
import { hasPendingMigrations, migrate } from './migrate.ts'
import type { Schema } from './schema.ts'
import { sideBySide } from './side-by-side.ts'
import { isBusy, translateSqliteError } from './sqlite-errors.ts'
import { createWhole, isThere, makeFolder, refuseDamaged, tryLock } from './sqlite-files.ts'
import { openHandle } from './sqlite-handle.ts'
import { cachedStatements, kyselyDatabase, type Statements } from './sqlite-statements.ts'
import { type Writing, writingInItsThread } from './sqlite-writing.ts'
import { inTransaction } from './transaction.ts'

export type SqliteOptions = { folder: string; role: 'server' | 'tool' }

const BEGIN_WAIT_MS = 10_000
const BEGIN_RETRY_MS = 4

const VACUUM_ATTEMPTS = 8

/** How long a start waits for a server that is just ending. */
const LOCK_WAIT_MS = 2_000

type Connection = {
  handle: DatabaseSync
  statements: Statements
  db: Db
  migrate: () => Promise<void>
  hasPendingMigrations: () => Promise<boolean>
}

type Reading = Pick<Connection, 'db' | 'handle'>

/** The database in `folder`, made if there is none; `:memory:` for one that is gone when closed. */
export async function openSqlite(options: SqliteOptions): Promise<Engine> {
  if (options.folder === ':memory:') {
    const only = connect(':memory:')
    await only.migrate()
    return engineOf({ writer: inThisThread(only), reader: only, release: () => {} })
  }
  makeFolder(options.folder)
  const wait = options.role === 'server' ? LOCK_WAIT_MS : 0
  const lock = tryLock(join(options.folder, 'server.lock'), wait)
  if (!lock && options.role === 'server') throw inUse(options.folder)
  const release = () => lock?.release()
  try {
    const path = join(options.folder, 'headroom.sqlite')
    const reader = await openFile(path, { alone: lock !== undefined })
    reader.handle.exec('pragma query_only = on')
    if (options.role === 'server')
      return engineOf({ writer: writingInItsThread(path), reader, release })
    // A tool that found no server must not keep one from starting.
    release()
    return engineOf({ writer: inThisThread(connect(path)), reader, release: () => {} })
  } catch (error) {
    release()
    throw error
  }
}

async function openFile(path: string, options: { alone: boolean }): Promise<Connection> {
  if (isThere(path)) refuseDamaged(path, { deep: options.alone })
  else if (options.alone) await createWhole(path, createEmpty)
  else throw inUse(path)
  const connection = connect(path)
  // With a server at work the tables are its own to change.
  if (options.alone) await connection.migrate()
  else if (await connection.hasPendingMigrations()) throw olderServer()
  return connection
}

async function createEmpty(path: string): Promise<void> {
  const { handle, migrate } = connect(path)
  await migrate()
  handle.close()
}

function connect(path: string): Connection {
  const handle = openHandle(path)
  const statements = cachedStatements(handle)
  const dialect = inOneTransaction(
    new SqliteDialect({ database: kyselyDatabase(handle, statements) }),
  )
  const translate = translateSqliteError
  const db = new Kysely<Schema>({ dialect: guarded(dialect, { translate, isSeen: true }) })
  const unseen = new Kysely<Schema>({ dialect: guarded(dialect, { translate, isSeen: false }) })
  return {
    handle,
    statements,
    db,
    migrate: () => migrate(unseen, 'sqlite'),
    hasPendingMigrations: () => hasPendingMigrations(unseen, 'sqlite'),
  }
}

/** Migrations are all or nothing: SQLite takes tables back as well, which Kysely does not count on. */
function inOneTransaction(dialect: SqliteDialect): Dialect {
  return {
    createDriver: () => dialect.createDriver(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createAdapter: () =>
      Object.defineProperty(dialect.createAdapter(), 'supportsTransactionalDdl', { value: true }),
  }
}

function inThisThread(connection: Connection): Writing {
  const { db, handle, statements } = connection
  return {
    db,
    insert: async (text, rows) => {
      const { statement } = statements(text)
      for (const row of rows) statement.run(...row)
    },
    rollBack: async () => settle(connection),
    anew: () => settle(connection),
    close: async () => {
      if (handle.isOpen) handle.close()
    },
  }
}

function settle({ handle }: Reading): void {
  if (handle.isOpen && handle.isTransaction) handle.exec('rollback')
}

function engineOf(options: { writer: Writing; reader: Reading; release: () => void }): Engine {
  const { writer, reader, release } = options
  const rows: Rows = {
    db: reader.db,
    snapshot: (work) =>
      inTransaction(
        reader.db,
        {
          begin: async (db) => {
            settle(reader)
            await begin(db, 'begin')
          },
        },
        (db) => sideBySide(db, work),
      ),
    transact: (work) =>
      inTransaction(
        writer.db,
        {
          begin: async (db) => {
            writer.anew()
            await begin(db, 'begin immediate')
          },
          rollBack: writer.rollBack,
        },
        (db) => sideBySide(db, work),
      ),
  }
  return {
    ofTeam: () => rows,
    ofServer: rows,
    ofEveryTeam: reader.db,
    ofNoTeam: rows,
    locksRows: false,
    insert: async (_db, plan, rows) => {
      const places = plan.columns.map(() => '?').join(', ')
      const text = insertSql(plan, `values (${places})`)
      STATEMENTS.publish(text)
      const cells = rows.map((row) => cellsOf(plan.columns, row))
      try {
        if (cells.length > 0) await writer.insert(text, cells)
      } catch (error) {
        throw translateSqliteError(error)
      }
    },
    each: (rows, { name, columns }) => {
      const cells = columns.map(
        (column, place) => sql`value ->> ${sql.lit(place)} as ${sql.id(column)}`,
      )
      return sql`(select ${sql.join(cells)} from json_each(${JSON.stringify(rows)})) as ${sql.id(name)}`
    },
    hasUniqueIndex: async (table, columns) => {
      const { rows } = await sql<{ columns: string }>`
        select json_group_array(part.name order by part.seqno) as columns
        from pragma_index_list(${table}) as list, pragma_index_info(list.name) as part
        where list."unique" = 1 and list.partial = 0 group by list.name`.execute(reader.db)
      return rows.some((row) => row.columns === JSON.stringify(columns))
    },
    tables: async () => {
      const { rows: cells } = await sql<{ name: string; columns: string; key: string | null }>`
        select listed.name, json_group_array(part.name order by part.cid) as columns,
          json_group_array(part.name order by part.pk) filter (where part.pk > 0) as key
        from sqlite_schema as listed, pragma_table_info(listed.name) as part
        where listed.type = 'table' and listed.name not like 'sqlite_%'
          and listed.name not like 'kysely%'
        group by listed.name order by listed.name`.execute(reader.db)
      return cells.map(({ name, columns, key }) => {
        return { name, columns: namesIn(columns), key: namesIn(key ?? '[]') }
      })
    },
    readWhole: (work) => rows.snapshot((db) => work(wholeOf(db))),
    writeWhole: (work) => rows.transact((db) => work(wholeOf(db))),
    vacuum: () => vacuumed(writer),
    analyze: async () => {},
    concerns: async () => [],
    close: async () => {
      // Whoever holds a connection ends first.
      await writer.db.connection().execute(writer.close)
      await reader.db.connection().execute(async () => {
        if (reader.handle.isOpen) reader.handle.close()
      })
      release()
    },
  }
}

/** The file is written anew, without what was deleted, and so is the log beside it. */
async function vacuumed({ db, anew }: Pick<Writing, 'db' | 'anew'>): Promise<boolean> {
  return db.connection().execute(async (connection) => {
    anew()
    for (let attempt = 0; attempt < VACUUM_ATTEMPTS; attempt++) {
      try {
        await sql`vacuum`.execute(connection)
        const log = sql<{ busy: number }>`pragma wal_checkpoint(truncate)`
        if ((await log.execute(connection)).rows[0]?.busy === 0) return true
      } catch (error) {
        if (!isBusy(error instanceof Error ? error.cause : error)) throw error
      }
      await sleep(BEGIN_RETRY_MS * 2 ** attempt)
    }
    return false
  })
}

const namesSchema = z.array(z.string())

function namesIn(json: string): string[] {
  return namesSchema.parse(JSON.parse(json))
}

function wholeOf(db: Db): Whole {
  return {
    within: (_reach, work) => work(db),
    insert: async ({ name, columns }, rows) => {
      const cells = columns.map((_, place) => sql`value ->> ${sql.lit(place)}`)
      await sql`insert into ${sql.table(name)} (${sql.join(columns.map((c) => sql.id(c)))})
        select ${sql.join(cells)} from json_each(${JSON.stringify(rows)})`.execute(db)
    },
  }
}

async function begin(db: Db, statement: string): Promise<void> {
  const deadline = performance.now() + BEGIN_WAIT_MS
  for (;;) {
    try {
      await sql.raw(statement).execute(db)
      return
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined
      if (!isBusy(cause) || performance.now() > deadline) throw error
      // Spread out, so that two processes that write don't keep in step.
      await sleep(BEGIN_RETRY_MS * (1 + Math.random()))
    }
  }
}

function inUse(folder: string): DatabaseRefused {
  return new DatabaseRefused(
    'in-use',
    `Another Headroom server is using ${folder}. Stop it first, or give this one a folder of its own.`,
  )
}

function olderServer(): DatabaseRefused {
  return new DatabaseRefused(
    'newer',
    'The server that is running is of an older version. Restart it with this version first.',
  )
}
