import { type RawBuilder, sql } from 'kysely'
import type { Engine } from './engine.ts'

/** Whether `columns` together are one of `keys`, of which there may be any number. */
export function isAmong(
  engine: Engine,
  columns: readonly string[],
  keys: readonly (readonly string[])[],
): RawBuilder<boolean> {
  const names = columns.map((column) => sql.ref(column))
  const values = columns.map((column) => sql.ref(`wanted.${column}`))
  return sql<boolean>`(${sql.join(names)}) in (
    select ${sql.join(values)} from ${engine.each(keys, { name: 'wanted', columns })})`
}
