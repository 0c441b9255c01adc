import { type Kysely, sql } from 'kysely'

/** What was refused long ago is found without going through all that was refused since. */
export async function findOldRejections(db: Kysely<unknown>): Promise<void> {
  await sql`create index rejections_received on rejections (received_at)`.execute(db)
}
