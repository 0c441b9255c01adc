import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/**
 * Links and sessions of embedded dashboards, what a key opens them with at most, and who vouched for
 * somebody who decided something in one.
 */
export async function createEmbeds(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    embeds: {
      columns: {
        team_id: 'text',
        hash: 'text',
        kind: 'text',
        member_id: 'text',
        key_id: 'text?',
        by_id: 'text',
        by_name: 'text',
        path: 'text',
        created_at: 'instant',
        expires_at: 'instant',
      },
      key: ['team_id', 'hash'],
    },
  })
  await sql`create index embeds_member on embeds (team_id, member_id, kind, created_at)`.execute(db)
  await sql`create index embeds_over on embeds (team_id, expires_at)`.execute(db)
  for (const column of ['via_id', 'via_name']) await addText(db, dialect, 'audit', column)
  await addText(db, dialect, 'keys', 'roles')
}

async function addText(
  db: Kysely<unknown>,
  dialect: Dialect,
  table: string,
  column: string,
): Promise<void> {
  const type = sql.raw(dialect === 'sqlite' ? 'text' : 'text collate "C"')
  await sql`alter table ${sql.id(table)} add column ${sql.id(column)} ${type}`.execute(db)
}
