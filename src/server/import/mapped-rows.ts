import { OperatorError } from '../operator-error.ts'
import { csvRows } from './csv-rows.ts'
import type { Mapping } from './mapping.ts'
import { countOccurrences } from './occurrences.ts'
import type { CsvRow, Row } from './row.ts'
import { type RowMapper, rowMapper } from './row-mapper.ts'

/** @throws OperatorError when the file has no header, or one that the mapping doesn't fit. */
export async function* mappedRows(
  chunks: AsyncIterable<Buffer>,
  options: { mapping: Mapping; team: string; source: string },
): AsyncGenerator<Row[]> {
  const occurrences = countOccurrences()
  let mapper: RowMapper | undefined
  try {
    for await (const group of csvRows(chunks, options.mapping)) {
      const [first] = group
      if (mapper) yield group.map(mapper)
      else if (first) {
        mapper = rowMapper({ ...options, header: headerOf(first), idOf: occurrences.idOf })
        yield group.slice(1).map(mapper)
      }
    }
  } finally {
    occurrences.close()
  }
  if (!mapper) throw new OperatorError('The file is empty: it has no line with column names.')
}

function headerOf(row: CsvRow): string[] {
  if (row.kind === 'cells') return row.cells
  throw new OperatorError(`The line with the column names can't be read: ${row.why}.`)
}
