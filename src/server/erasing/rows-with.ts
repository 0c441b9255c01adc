import { sql } from 'kysely'
import type { Db, TableShape } from '../database/engine.ts'
import { type AnyRow, rowsAfter } from '../database/rows-after.ts'
import { type Erased, erasedText, tokensOf } from './erased-text.ts'

/** In memory at a time. */
const ROWS = 1_000

/** The texts of a row without the person. */
export function erasedRow<R extends object>(erased: Erased, row: R): R {
  const cells = Object.entries(row).map(([field, value]) => [
    field,
    typeof value === 'string' ? erasedText(erased, { field, text: value }) : value,
  ])
  return { ...row, ...Object.fromEntries(cells), ...pairedNames(erased, row) }
}

/** Whose name it is, the id beside it says, also where somebody else has the same. */
function pairedNames({ member, pseudonym }: Erased, row: object): Record<string, string> {
  const cells = new Map<string, unknown>(Object.entries(row))
  const names = ['actor', 'by', 'via', 'object'].filter((of) => {
    const id = cells.get(`${of}_id`)
    return cells.has(`${of}_name`) && (id === member.id || (id && id === member.person))
  })
  return Object.fromEntries(names.map((of) => [`${of}_name`, pseudonym.name]))
}

/** Erases a person from whatever texts a team's rows of a table hold; how many rows were changed. */
export async function eraseFrom(
  db: Db,
  options: { table: TableShape; team: string; erased: Erased },
): Promise<number> {
  const { table, team, erased } = options
  // Rows that may hold something of the person.
  const among = [sql`team_id = ${team}`, holds(table, erased)]
  let after: AnyRow | undefined
  let changed = 0
  for (;;) {
    const rows = await rowsAfter(db, { table, among, after, limit: ROWS })
    for (const row of rows) {
      const wanted = erasedRow(erased, row)
      const cells = table.columns.filter((column) => wanted[column] !== row[column])
      if (cells.length === 0) continue
      const set = cells.map((column) => sql`${sql.id(column)} = ${wanted[column]}`)
      const key = table.key.map((column) => sql`${sql.id(column)} = ${row[column]}`)
      await sql`update ${sql.table(table.name)} set ${sql.join(set)}
        where team_id = ${team} and ${sql.join(key, sql` and `)}`.execute(db)
      changed++
    }
    after = rows.at(-1)
    if (rows.length < ROWS) return changed
  }
}

function holds({ columns }: TableShape, { member }: Erased) {
  const patterns = tokensOf(member).map((token) => `%${token.replaceAll(/[\\%_]/g, '\\$&')}%`)
  const likes = columns
    .filter((column) => column !== 'team_id')
    .flatMap((column) =>
      patterns.map(
        (pattern) => sql`lower(cast(${sql.id(column)} as text)) like ${pattern} escape '\\'`,
      ),
    )
  return sql`(${sql.join(likes, sql` or `)})`
}
