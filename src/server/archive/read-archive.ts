import { sql } from 'kysely'
import type { Engine, TableShape, Whole } from '../database/engine.ts'
import { appliedMigrations } from '../database/migrate.ts'
import type { Reach } from '../database/postgres-reach.ts'
import { OperatorError } from '../operator-error.ts'
import { endSchema, headSchema, rowsSchema } from './format.ts'
import { TEAM_COLUMN } from './write-archive.ts'

/**
 * Fills an empty database with what an archive holds, as one transaction: all of it or nothing.
 *
 * @throws OperatorError where the archive is not whole, of another version, or the database not empty
 */
export async function readArchive(
  engine: Engine,
  lines: () => AsyncIterable<string>,
): Promise<Record<string, number>> {
  const migrations = await appliedMigrations(engine)
  const tables = new Map((await engine.tables()).map((table) => [table.name, table]))
  await refuseFilled(engine)
  const counts = await engine.writeWhole(async (whole) => {
    const counts: Record<string, number> = {}
    let shapes: ReadonlyMap<string, TableShape> | undefined
    let isWhole = false
    for await (const line of lines()) {
      const value = parsed(line)
      if (isWhole) throw notWhole()
      if (!shapes) {
        shapes = shapesIn(value, { tables, migrations })
        for (const name of shapes.keys()) counts[name] = 0
        continue
      }
      const end = endSchema.safeParse(value)
      if (end.success) {
        isWhole = Object.entries(end.data.end).every(([name, count]) => counts[name] === count)
        continue
      }
      const { table: name, rows } = rowsSchema.parse(value)
      const table = shapes.get(name)
      if (!table) throw notWhole()
      await insertOwned(whole, table, rows)
      counts[name] = (counts[name] ?? 0) + rows.length
    }
    if (!isWhole) throw notWhole()
    return counts
  })
  await engine.analyze()
  return counts
}

/** The rows of a line are of one owner. */
async function insertOwned(
  whole: Whole,
  table: TableShape,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  const place = table.columns.indexOf(TEAM_COLUMN)
  const reach = place < 0 ? 'no-team' : reachOf(rows[0]?.[place])
  await whole.within(reach, () => whole.insert(table, rows))
}

function reachOf(team: unknown): Reach {
  return typeof team === 'string' && team !== '' ? { kind: 'team', team } : { kind: 'server' }
}

function shapesIn(
  value: unknown,
  here: { tables: ReadonlyMap<string, TableShape>; migrations: readonly string[] },
): Map<string, TableShape> {
  const head = headSchema.safeParse(value)
  if (!head.success) throw new OperatorError('The file is no backup of Headroom.')
  const { migrations, tables } = head.data
  if (migrations.join() !== here.migrations.join()) {
    throw new OperatorError(
      'The backup is of another version. Restore it with the version that made it, then start this one.',
    )
  }
  return new Map(
    tables.map(({ name, columns }) => {
      const table = here.tables.get(name)
      // Only the columns that both know: their order may differ.
      if (!table || columns.some((column) => !table.columns.includes(column))) throw notWhole()
      return [name, { ...table, columns }]
    }),
  )
}

/** A ledger that is in use is not written over. */
async function refuseFilled(engine: Engine): Promise<void> {
  const team = await engine.ofEveryTeam.selectFrom('teams').select('team_id').executeTakeFirst()
  const people = await sql`select id from persons limit 1`.execute(engine.ofNoTeam.db)
  if (!team && people.rows.length === 0) return
  throw new OperatorError(
    'There are teams or people in this database already. Restore into an empty one.',
  )
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new OperatorError('The backup is damaged: a line of it is not JSON.', { cause })
  }
}

function notWhole(): OperatorError {
  return new OperatorError('The backup is not whole: nothing was restored.')
}
