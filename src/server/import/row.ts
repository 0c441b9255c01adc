/** Where a row stands in its file, and how it is written there. */
export type RowText = {
  /** The line it begins on, counted from 1. */
  line: number
  raw: string
}

/** A row's cells, or why it has none. */
export type CsvRow = RowText &
  ({ kind: 'cells'; cells: string[] } | { kind: 'broken'; why: string })

/** Why a row didn't become an event; path is of the column or of the event's field. */
export type RowFault = { reason: string; detail: string; path: string }

/** What a row of a file comes to. */
export type Row = RowText &
  (
    | { kind: 'event'; event: Record<string, unknown> }
    /** Left out, as the mapping's conditions say. */
    | { kind: 'skipped' }
    | { kind: 'fault'; fault: RowFault }
  )
