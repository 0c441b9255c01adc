import { CsvError, parse } from 'csv-parse'

/** Takes the cells of one row and where it ends; throws to stop the parser there. */
export type OnRow = (cells: string[], end: number) => void

export type CsvParser = {
  /** Why it stopped, or nothing. A parser that stopped is of no more use. */
  write: (bytes: Buffer) => Promise<string | undefined>
  end: () => Promise<string | undefined>
  /** As found in what was read, empty before that. */
  lineEnd: () => Buffer[]
}

/** A row stopped the parser because it can't be one. */
export class NotARow extends Error {
  override name = 'NotARow'
}

/** A row that is longer is broken: most often a quote in it is never closed. */
const MAX_ROW_CHARACTERS = 64 * 1024

const FAULTS: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_MAX_RECORD_SIZE: 'the row is longer than 64 kB, or a quote in it is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote closes before the end of its cell',
  INVALID_OPENING_QUOTE: 'a quote opens in the middle of a cell',
}

export function openCsvParser(options: {
  delimiter: string
  lineEnd: Buffer[]
  onRow: OnRow
}): CsvParser {
  const { delimiter, lineEnd, onRow } = options
  const parser = parse({
    delimiter,
    record_delimiter: lineEnd,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARACTERS,
    on_record: (cells: string[], { bytes }) => {
      onRow(cells, bytes)
      // Rows taken here are there whatever comes after them: an error drops what is buffered.
      return null
    },
  })
  // Said by what `write` and `end` give.
  parser.on('error', () => {})
  parser.resume()
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => parser.write(bytes, settle(resolve, reject))),
    end: () => new Promise((resolve, reject) => parser.end(settle(resolve, reject))),
    lineEnd: () => parser.options.record_delimiter,
  }
}

function settle(resolve: (why: string | undefined) => void, reject: (error: Error) => void) {
  return (error?: Error | null) => {
    if (!error) resolve(undefined)
    else if (error instanceof NotARow) resolve(error.message)
    else if (error instanceof CsvError) resolve(FAULTS[error.code] ?? error.message)
    else reject(error)
  }
}
