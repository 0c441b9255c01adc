import { type CsvParser, NotARow, openCsvParser } from './csv-parser.ts'
import type { CsvRow } from './row.ts'

const LF = 10
const CR = 13

/** Of a broken line that is longer, only the beginning is shown. */
const MAX_SHOWN = 2_000

/** Offsets count bytes from the beginning of the file. */
type Reading = {
  delimiter: string
  parser: CsvParser
  parserAt: number
  /** All bytes read from the end of the last row on. */
  rest: Buffer
  restAt: number
  line: number
  width: number | undefined
  /** A broken line whose end is not read yet. */
  givenUp: GivenUp | undefined
  rows: CsvRow[]
}

type GivenUp = { raw: string; why: string }

/**
 * The rows of a CSV file, its header first, in groups as they come. A broken row is one of them:
 * the line that it begins on is given up, and reading goes on with the line after it. Memory is
 * bounded by the longest row.
 */
export async function* csvRows(
  chunks: AsyncIterable<Buffer>,
  options: { delimiter: string },
): AsyncGenerator<CsvRow[]> {
  const reading = begin(options.delimiter)
  for await (const chunk of chunks) {
    reading.rest = Buffer.concat([reading.rest, chunk])
    const { givenUp, parser } = reading
    await recover(reading, await (givenUp ? readOn(reading, givenUp) : parser.write(chunk)))
    yield taken(reading)
  }
  await finish(reading)
  yield taken(reading)
}

function begin(delimiter: string): Reading {
  const reading: Reading = {
    delimiter,
    parser: openCsvParser({ delimiter, lineEnd: [], onRow: (...row) => addRow(reading, ...row) }),
    parserAt: 0,
    rest: Buffer.alloc(0),
    restAt: 0,
    line: 1,
    width: undefined,
    givenUp: undefined,
    rows: [],
  }
  return reading
}

function taken(reading: Reading): CsvRow[] {
  const { rows } = reading
  reading.rows = []
  return rows
}

function addRow(reading: Reading, cells: string[], parsed: number): void {
  skipEmptyLines(reading)
  const { line, rest, restAt } = reading
  const size = reading.parserAt + parsed - restAt
  const raw = rest.toString('utf8', 0, size).replace(/[\r\n]+$/, '')
  reading.width ??= cells.length
  if (cells.length === reading.width) {
    reading.rows.push({ kind: 'cells', line, raw, cells })
  } else {
    // Over several lines, a quote that was left open is likelier than a row like this.
    if (/[\r\n]/.test(raw)) throw new NotARow('a quote opens and is not closed on its line')
    const why = `the header has ${reading.width} columns, this row ${cells.length}`
    reading.rows.push({ kind: 'broken', line, raw, why })
  }
  reading.line += count(rest.subarray(0, size), lineEndByte(reading))
  consume(reading, size)
}

/** Where the parser stopped, gives up the line that its row begins on and reads on after it. */
async function recover(reading: Reading, stopped: string | undefined): Promise<void> {
  let why = stopped
  while (why !== undefined) {
    skipEmptyLines(reading)
    why = await readOn(reading, { raw: '', why })
  }
}

/** Reads on after the line given up, as far as its end is there. */
async function readOn(reading: Reading, { raw, why }: GivenUp): Promise<string | undefined> {
  const end = reading.rest.indexOf(lineEndByte(reading))
  const more = reading.rest.toString('utf8', 0, end < 0 ? undefined : end)
  reading.givenUp = { raw: (raw + more).slice(0, MAX_SHOWN), why }
  if (end < 0) {
    consume(reading, reading.rest.length)
    return undefined
  }
  addGivenUp(reading)
  consume(reading, end + 1)
  reading.parserAt = reading.restAt
  reading.parser = openCsvParser({
    delimiter: reading.delimiter,
    lineEnd: reading.parser.lineEnd(),
    onRow: (...row) => addRow(reading, ...row),
  })
  return reading.parser.write(reading.rest)
}

async function finish(reading: Reading): Promise<void> {
  while (!reading.givenUp) {
    const stopped = await reading.parser.end()
    if (stopped === undefined) return
    await recover(reading, stopped)
  }
  addGivenUp(reading)
}

function addGivenUp(reading: Reading): void {
  if (!reading.givenUp) return
  const { raw, why } = reading.givenUp
  reading.rows.push({ kind: 'broken', line: reading.line, raw: raw.replace(/\r$/, ''), why })
  reading.line += 1
  reading.givenUp = undefined
}

function skipEmptyLines(reading: Reading): void {
  const { rest } = reading
  let size = 0
  for (let byte = rest[0]; byte === LF || byte === CR; byte = rest[size]) {
    if (byte === lineEndByte(reading)) reading.line += 1
    size += 1
  }
  consume(reading, size)
}

function consume(reading: Reading, size: number): void {
  reading.rest = reading.rest.subarray(size)
  reading.restAt += size
}

/** Old Mac files end their lines with CR alone. */
function lineEndByte({ parser }: Reading): number {
  return parser.lineEnd()[0]?.toString() === '\r' ? CR : LF
}

function count(bytes: Buffer, byte: number): number {
  let found = 0
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) found += 1
  return found
}
