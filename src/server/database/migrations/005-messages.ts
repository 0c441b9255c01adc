import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** What people are told, and where each of it is to go. */
export async function createMessages(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    messages: {
      columns: {
        team_id: 'text',
        message_id: 'text',
        kind: 'text',
        audience: 'text',
        content: 'text',
        created_at: 'instant',
        gathers_until: 'instant?',
      },
      key: ['team_id', 'message_id'],
    },
    deliveries: {
      columns: {
        team_id: 'text',
        message_id: 'text',
        channel: 'text',
        recipient: 'text',
        state: 'text',
        attempts: 'amount',
        resends: 'amount',
        due_at: 'instant?',
        lease: 'text?',
        outcome_at: 'instant?',
        outcome: 'text?',
        created_at: 'instant',
        read_at: 'instant?',
      },
      key: ['team_id', 'message_id', 'channel', 'recipient'],
    },
    mail_choices: {
      columns: { team_id: 'text', member_id: 'text', topic: 'text', mail: 'yes-no' },
      key: ['team_id', 'member_id', 'topic'],
    },
    endpoints: {
      columns: {
        team_id: 'text',
        endpoint_id: 'text',
        url: 'text',
        secret: 'text',
        state: 'text',
        created_at: 'instant',
        failing_since: 'instant?',
      },
      key: ['team_id', 'endpoint_id'],
    },
  })
  await createIndexes(db)
}

async function createIndexes(db: Kysely<unknown>): Promise<void> {
  // Of all that was ever told, what is still to be sent is little.
  await sql`create index deliveries_due on deliveries (team_id, due_at)
    where due_at is not null`.execute(db)
  await sql`create index deliveries_log on deliveries
    (team_id, created_at, message_id, channel, recipient)`.execute(db)
  await sql`create index deliveries_inbox on deliveries
    (team_id, recipient, created_at, message_id) where channel = 'inbox'`.execute(db)
  await sql`create index messages_gathering on messages (team_id, kind)
    where gathers_until is not null`.execute(db)
}
