import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/**
 * Keys for programs. A key is looked up before it is known whose it is, so its id alone is the primary
 * key; `team_id` is empty for one that is for several teams.
 */
export async function createKeys(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    keys: {
      columns: {
        key_id: 'text',
        team_id: 'text',
        kind: 'text',
        hash: 'text',
        hint: 'text',
        name: 'text',
        teams: 'text',
        scopes: 'text',
        source: 'text?',
        member_id: 'text?',
        created_at: 'instant',
        actor_id: 'text',
        actor_name: 'text',
        expires_at: 'instant?',
        used_at: 'instant?',
      },
      key: ['key_id'],
    },
  })
  await sql`create index keys_team on keys (team_id, created_at)`.execute(db)
}
