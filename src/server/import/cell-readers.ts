import { jsonPath } from '#shared/contract/json-path.ts'
import { type Cell, type CellKind, readCell, readDecimal } from './cells.ts'
import type { Columns } from './columns.ts'
import type { Condition } from './mapping.ts'
import type { Source } from './mapping-source.ts'
import { fault, quoted, type Read, value } from './read.ts'

/** Reads one value from a row's cells; `path` is where it looks. */
export type Reader<T> = { path: string; read: (cells: readonly string[]) => Read<T> }

export function columnReader<T>(
  column: string,
  columns: Columns,
  read: (text: string) => Read<T>,
): Reader<T> {
  const index = columns(column)
  return { path: jsonPath([column]), read: (cells) => read(cells[index]?.trim() ?? '') }
}

/** A value for an event; nothing where an optional one's cell is empty. */
export function sourceReader(
  source: Source,
  options: { columns: Columns; kind: CellKind; required: boolean },
): Reader<Cell | undefined> {
  const { columns, kind, required } = options
  if (source.kind === 'constant') return { path: '$', read: () => value(source.value) }
  const map = source.kind === 'looked-up' ? source.map : undefined
  return columnReader<Cell | undefined>(source.column, columns, (text) => {
    const found = map?.get(text)
    if (found !== undefined) return value(found)
    if (text === '') return required ? fault('the cell is empty') : value(undefined)
    return map ? fault(`the mapping has no value for ${quoted(text)}`) : readCell(text, kind)
  })
}

/** Whether a row counts, as far as one condition goes. */
export function conditionReader(condition: Condition, columns: Columns): Reader<boolean> {
  return columnReader(condition.column, columns, (text) => {
    if (condition.equals !== undefined) return value(text === condition.equals)
    if (condition.notEquals !== undefined) return value(text !== condition.notEquals)
    if (condition.in !== undefined) return value(condition.in.includes(text))
    const number = readDecimal(text)
    return number.ok ? value(number.value > (condition.greaterThan ?? 0)) : number
  })
}
