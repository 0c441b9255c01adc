import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { ArchivedCycle } from '#api/records.ts'
import type { Db } from '../database/engine.ts'
import { DERIVED, type DerivedTable, timeOf } from './derived-tables.ts'

type Span = Pick<ArchivedCycle, 'cycle' | 'start' | 'end'>

/**
 * What follows from a cycle's charges, as a digest for each table: while the charges are not there, it
 * tells that nothing of it was changed.
 */
export async function sealOf(
  db: Db,
  { team, cycle }: { team: string; cycle: Span },
): Promise<Record<string, string>> {
  const seal: Record<string, string> = {}
  for (const derived of DERIVED) {
    if (derived.from !== 'charges') continue
    seal[derived.table] = hash('sha256', await contents(db, { team, cycle, derived }))
  }
  return seal
}

/** A row that sums to nothing may be there or not. */
async function contents(
  db: Db,
  { team, cycle, derived }: { team: string; cycle: Span; derived: DerivedTable },
): Promise<string> {
  const { table, key, sums } = derived
  const columns = [...key, ...sums]
  const time = timeOf(derived)
  const isOfCycle = time
    ? sql`${sql.ref(time)} >= ${cycle.start} and ${sql.ref(time)} < ${cycle.end}`
    : sql`cycle = ${cycle.cycle}`
  const { rows } = await sql<Record<string, string | number>>`
    select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(table)}
    where team_id = ${team} and ${isOfCycle}`.execute(db)
  const lines = rows
    .filter((row) => sums.some((sum) => row[sum] !== 0))
    .map((row) => JSON.stringify(columns.map((column) => row[column])))
  return lines.sort().join('\n')
}
