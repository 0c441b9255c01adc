import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { INTO_CHARGES } from '#server/database/inserts.ts'
import { timed } from './figures.ts'
import type { Place } from './host.ts'
import { BATCH } from './usage-events.ts'

const COLUMNS = INTO_CHARGES.columns

/**
 * The rows that an ingest left, once more into a table of the same columns with the keys of charge and
 * event and nothing else: batch by batch, each on the disk before the next. Milliseconds.
 */
export function insertBare(place: Place): Promise<number> {
  return place.url === undefined ? intoSqlite(place.folder) : intoPostgres(place.url)
}

async function intoSqlite(folder: string): Promise<number> {
  const source = new DatabaseSync(`${folder}/headroom.sqlite`, { readOnly: true })
  const bare = new DatabaseSync(`${folder}/bare.sqlite`)
  bare.exec('pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536')
  const columns = COLUMNS.join(', ')
  bare.exec(`create table bare (${columns}, primary key (team_id, charge));
    create unique index bare_event on bare (team_id, source, event_id)`)
  const places = COLUMNS.map(() => '?').join(', ')
  const insert = bare.prepare(`insert into bare (${columns}) values (${places})`)
  const read = source.prepare(`select ${columns} from charges limit ? offset ?`)
  let took = 0
  for (let first = 0; ; first += BATCH) {
    const rows = read.all(BATCH, first).map((row) => Object.values(row))
    if (rows.length === 0) break
    took += await timed(() => {
      bare.exec('begin immediate')
      for (const row of rows) insert.run(...row)
      bare.exec('commit')
    })
  }
  source.close()
  bare.close()
  return took
}

async function intoPostgres(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  // The owner's own wall lets nobody past.
  await client.query('alter table charges no force row level security')
  await client.query(`create table bare (like charges);
    alter table bare add primary key (team_id, charge);
    create unique index bare_event on bare (team_id, source, event_id)`)
  const { rows: types } = await client.query(
    `select attname as name, format_type(atttypid, -1) as type from pg_attribute
    where attrelid = 'charges'::regclass and attnum > 0`,
  )
  const typeOf = new Map(types.map(({ name, type }) => [name, type]))
  const columns = COLUMNS.map((name) => `"${name}"`).join(', ')
  const lists = COLUMNS.map((name, at) => `$${at + 1}::${typeOf.get(name)}[]`).join(', ')
  const text = `insert into bare (${columns}) select * from unnest(${lists})`
  await client.query('begin')
  await client.query(`declare rows cursor for select ${columns} from charges order by charge`)
  let took = 0
  const writer = new pg.Client({ connectionString: url })
  await writer.connect()
  for (;;) {
    const { rows } = await client.query(`fetch ${BATCH} from rows`)
    if (rows.length === 0) break
    const values = COLUMNS.map((name) => rows.map((row) => row[name]))
    took += await timed(() => writer.query({ name: 'bare', text, values }))
  }
  await writer.end()
  await client.end()
  return took
}
