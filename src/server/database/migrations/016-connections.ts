import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** Accounts at Postman and Flowly that teams let Headroom read, and every reading of them. */
export async function createConnections(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    connections: {
      columns: {
        team_id: 'text',
        connection_id: 'text',
        provider: 'text',
        sealed_key: 'text?',
        key_end: 'text',
        member_id: 'text?',
        at: 'instant',
        actor_id: 'text',
        actor_name: 'text',
        removed_at: 'instant?',
        readings: 'amount',
        marks: 'text',
        failures: 'amount',
        failing_since: 'instant?',
        next_at: 'instant',
        not_before: 'instant',
        due_at: 'instant?',
        lease: 'text?',
      },
      key: ['team_id', 'connection_id'],
    },
    readings: {
      columns: {
        team_id: 'text',
        connection_id: 'text',
        seq: 'amount',
        at: 'instant',
        failure: 'text?',
        figures: 'text',
        unreadable: 'amount',
        counted: 'text',
        is_open: 'yes-no',
      },
      key: ['team_id', 'connection_id', 'seq'],
      large: true,
    },
  })
  // Of all readings, those that are not booked yet are few.
  await sql`create index readings_open on readings (team_id, connection_id, seq)
    where is_open = 1`.execute(db)
  await sql`create index connections_due on connections (team_id, due_at)
    where due_at is not null`.execute(db)
}
