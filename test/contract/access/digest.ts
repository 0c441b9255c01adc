import { sql } from 'kysely'
import type { Db, Engine } from '#server/database/engine.ts'
import { readPastTheWall } from '#test/support/past-the-wall.ts'

/** Seen to the hour of any key that is used: no change that anybody makes. */
const NOT_COMPARED = new Set(['used_at'])

/** All rows of all tables as text, by table; of one team only, where it is named. */
export function rowsOf(engine: Engine, team?: string): Promise<Record<string, string[]>> {
  return readPastTheWall(engine, (db) => readAll(db, team))
}

async function readAll(db: Db, team?: string): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const { name, columns } of await db.introspection.getTables()) {
    if (team !== undefined && !columns.some((column) => column.name === 'team_id')) continue
    const where = team === undefined ? sql`` : sql`where team_id = ${team}`
    const { rows } = await sql`select * from ${sql.table(name)} ${where}`.execute(db)
    all[name] = rows.map(textOf).toSorted()
  }
  return all
}

function textOf(row: unknown): string {
  return JSON.stringify(row, (name, value) => (NOT_COMPARED.has(name) ? undefined : value))
}
