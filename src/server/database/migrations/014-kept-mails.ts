import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** Mails that there was nothing to send with; `team_id` is empty where they are of no team. */
export async function createKeptMails(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    kept_mails: {
      columns: {
        team_id: 'text',
        mail_id: 'text',
        kept_at: 'instant',
        to_name: 'text',
        to_address: 'text',
        subject: 'text',
        text_body: 'text',
        html_body: 'text',
      },
      key: ['team_id', 'mail_id'],
      large: true,
    },
  })
  await sql`create index kept_mails_newest on kept_mails (kept_at, team_id, mail_id)`.execute(db)
}
