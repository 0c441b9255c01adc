import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

export async function createInvitations(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    invitations: {
      columns: {
        team_id: 'text',
        invitation_id: 'text',
        email: 'text',
        roles: 'text',
        member_id: 'text?',
        hash: 'text',
        created_at: 'instant',
        expires_at: 'instant',
        actor_id: 'text',
        actor_name: 'text',
        ended_at: 'instant?',
      },
      key: ['team_id', 'invitation_id'],
    },
  })
  await sql`create index invitations_email on invitations (email) where ended_at is null`.execute(
    db,
  )
}
