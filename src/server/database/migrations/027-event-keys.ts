import { hash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** In memory at a time. */
const ROWS = 1_000

type Keyed = { team_id: string; charge: number; source: string; event_id: string; event: string }

/**
 * What keeps an event from counting twice gets a table of its own: it outlives charges that are
 * archived, and a table in partitions can't have it. `digest` is SHA-256 of the event's text.
 */
export async function createEventKeys(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    event_keys: {
      columns: {
        team_id: 'text',
        source: 'text',
        event_id: 'text',
        charge: 'amount',
        digest: 'text',
      },
      key: ['team_id', 'source', 'event_id'],
    },
  })
  await (dialect === 'postgres' ? fillByItself(db) : fillByPages(db))
  await sql`drop index charges_event`.execute(db)
}

async function fillByItself(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into event_keys (team_id, source, event_id, charge, digest)
    select team_id, source, event_id, charge,
      encode(sha256(convert_to(event, 'UTF8')), 'base64')
    from charges`.execute(db)
}

/** SQLite has no such function. */
async function fillByPages(db: Kysely<unknown>): Promise<void> {
  let after: Keyed | undefined
  do {
    const { rows }: { rows: Keyed[] } = await sql<Keyed>`
      select team_id, charge, source, event_id, event from charges
      where (team_id, charge) > (${after?.team_id ?? ''}, ${after?.charge ?? 0})
      order by team_id, charge limit ${sql.lit(ROWS)}`.execute(db)
    const keys = rows.map(({ event, ...row }) => [
      row.team_id,
      row.source,
      row.event_id,
      row.charge,
      hash('sha256', event, 'base64'),
    ])
    await sql`
      insert into event_keys (team_id, source, event_id, charge, digest)
      select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4
      from json_each(${JSON.stringify(keys)})`.execute(db)
    after = rows.at(-1)
  } while (after)
}
