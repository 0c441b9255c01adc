import type { Millis } from '#shared/credits/amounts.ts'
import { columnReader, conditionReader, type Reader, sourceReader } from './cell-readers.ts'
import type { Cell } from './cells.ts'
import { type Columns, columnsOf } from './columns.ts'
import { EVENT_FIELDS } from './event-fields.ts'
import type { EventMapping, Mapping } from './mapping.ts'
import { fault, quoted, type Read, value } from './read.ts'
import type { CsvRow, Row, RowFault } from './row.ts'
import { timeReader } from './time.ts'

export type RowMapper = (row: CsvRow) => Row

export type MapperOptions = {
  mapping: Mapping
  header: readonly string[]
  team: string
  source: string
  /** An id for a row of a file without an id column. */
  idOf: (cells: readonly string[]) => string
}

type Body = { type: string; data: readonly { name: string; reader: Reader<Cell | undefined> }[] }

/** @throws OperatorError when the mapping doesn't fit the header. */
export function rowMapper(options: MapperOptions): RowMapper {
  const columns = columnsOf(options.header, options.mapping)
  const counts = countsReader(options.mapping, columns)
  const read = eventReader(options, columns)
  return (row) => {
    const { line, raw } = row
    if (row.kind === 'broken') {
      return {
        kind: 'fault',
        line,
        raw,
        fault: { reason: 'broken-row', detail: row.why, path: '$' },
      }
    }
    const counted = counts(row.cells)
    if ('fault' in counted) return { kind: 'fault', line, raw, fault: counted.fault }
    if (!counted.value) return { kind: 'skipped', line, raw }
    const event = read(row.cells)
    if ('fault' in event) return { kind: 'fault', line, raw, fault: event.fault }
    return { kind: 'event', line, raw, event: event.value }
  }
}

type Outcome<T> = { value: T } | { fault: RowFault }

function countsReader(mapping: Mapping, columns: Columns) {
  const conditions = mapping.where.map((condition) => conditionReader(condition, columns))
  return (cells: readonly string[]): Outcome<boolean> => {
    for (const condition of conditions) {
      const holds = outcome(condition, cells)
      if ('fault' in holds || !holds.value) return holds
    }
    return { value: true }
  }
}

function eventReader(options: MapperOptions, columns: Columns) {
  const { mapping, team, source, idOf } = options
  const time: Reader<Millis> = columnReader(mapping.time.column, columns, timeReader(mapping.time))
  const member = mapping.member
    ? sourceReader(mapping.member, { columns, kind: 'text', required: false })
    : NOTHING
  const id = mapping.id ? columnReader(mapping.id.column, columns, readId) : NOTHING
  const body = bodyReader(mapping, columns)
  return (cells: readonly string[]): Outcome<Record<string, unknown>> => {
    const at = outcome(time, cells)
    if ('fault' in at) return at
    const subject = outcome(member, cells)
    if ('fault' in subject) return subject
    const chosen = outcome(body, cells)
    if ('fault' in chosen) return chosen
    const data = dataOf(chosen.value, cells)
    if ('fault' in data) return data
    const ownId = outcome(id, cells)
    if ('fault' in ownId) return ownId
    const event = {
      specversion: '1.0',
      id: ownId.value ?? idOf(cells),
      source,
      type: chosen.value.type,
      time: new Date(at.value).toISOString(),
      team,
      ...(subject.value === undefined ? {} : { subject: subject.value }),
      data: data.value,
    }
    return { value: event }
  }
}

const NOTHING: Reader<undefined> = { path: '$', read: () => value(undefined) }

function bodyReader(mapping: Mapping, columns: Columns): Reader<Body> {
  if (mapping.event) {
    const body = bodyOf(mapping.event, columns)
    return { path: '$', read: () => value(body) }
  }
  const cases = new Map(
    Object.entries(mapping.events?.cases ?? {}).map(([name, of]) => [name, bodyOf(of, columns)]),
  )
  return columnReader(mapping.events?.column ?? '', columns, (text) => {
    const body = cases.get(text)
    return body ? value(body) : fault(`the mapping has no case for ${quoted(text)}`)
  })
}

function bodyOf({ type, data }: EventMapping, columns: Columns): Body {
  return {
    type,
    data: [...EVENT_FIELDS[type]].flatMap(([name, { kind, required }]) => {
      const source = data[name]
      return source ? [{ name, reader: sourceReader(source, { columns, kind, required }) }] : []
    }),
  }
}

function dataOf(body: Body, cells: readonly string[]): Outcome<Record<string, Cell>> {
  const data: Record<string, Cell> = {}
  for (const { name, reader } of body.data) {
    const cell = outcome(reader, cells)
    if ('fault' in cell) return cell
    if (cell.value !== undefined) data[name] = cell.value
  }
  return { value: data }
}

function readId(text: string): Read<string> {
  return text === '' ? fault('the cell is empty, and it is what tells rows apart') : value(text)
}

function outcome<T>(reader: Reader<T>, cells: readonly string[]): Outcome<T> {
  const result = reader.read(cells)
  if (result.ok) return { value: result.value }
  return { fault: { reason: 'invalid', detail: result.detail, path: reader.path } }
}
