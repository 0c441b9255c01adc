import { sql } from 'kysely'
import type { Db, Engine, TableShape } from '../database/engine.ts'
import { appliedMigrations } from '../database/migrate.ts'
import { type AnyRow, rowsAfter } from '../database/rows-after.ts'
import type { Head } from './format.ts'

/** In memory at a time. */
const ROWS = 1_000

export const TEAM_COLUMN = 'team_id'

/** Writes all that the database holds, as of one moment, line by line. */
export async function writeArchive(
  engine: Engine,
  { made, write }: { made: Date; write: (line: string) => Promise<void> },
): Promise<Record<string, number>> {
  const tables = await engine.tables()
  const counts = Object.fromEntries(tables.map(({ name }) => [name, 0]))
  const ofTeams = tables.filter(({ columns }) => columns.includes(TEAM_COLUMN))
  const ofNobody = tables.filter(({ columns }) => !columns.includes(TEAM_COLUMN))
  const migrations = await appliedMigrations(engine)
  await engine.readWhole(async ({ within }) => {
    const head: Head = {
      headroom: 'ledger',
      made: made.toISOString(),
      migrations,
      tables: tables.map(({ name, columns }) => ({ name, columns: [...columns] })),
    }
    await write(JSON.stringify(head))
    const teams: string[] = []
    await within({ kind: 'every-team' }, async (db) => {
      const rows = await db.selectFrom('teams').select('team_id').orderBy('team_id').execute()
      teams.push(...rows.map((row) => row.team_id))
    })
    await within('no-team', (db) => writeTables(db, { tables: ofNobody, counts, write }))
    const ofServer = { tables: ofTeams, counts, write, team: '' }
    await within({ kind: 'server' }, (db) => writeTables(db, ofServer))
    for (const team of teams) {
      const ofTeam = { tables: ofTeams, counts, write, team }
      await within({ kind: 'team', team }, (db) => writeTables(db, ofTeam))
    }
    await write(JSON.stringify({ end: counts }))
  })
  return counts
}

async function writeTables(
  db: Db,
  options: {
    tables: readonly TableShape[]
    counts: Record<string, number>
    write: (line: string) => Promise<void>
    team?: string
  },
): Promise<void> {
  const { tables, counts, write, team } = options
  const among = team === undefined ? [] : [sql`${sql.id(TEAM_COLUMN)} = ${team}`]
  for (const table of tables) {
    let after: AnyRow | undefined
    for (;;) {
      const rows = await rowsAfter(db, { table, among, after, limit: ROWS })
      if (rows.length > 0) {
        const cells = rows.map((row) => table.columns.map((column) => cellOf(row[column])))
        await write(JSON.stringify({ table: table.name, rows: cells }))
        counts[table.name] = (counts[table.name] ?? 0) + rows.length
      }
      after = rows.at(-1)
      if (rows.length < ROWS) break
    }
  }
}

function cellOf(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'boolean' ? Number(value) : value
}
