import { OperatorError } from '../operator-error.ts'
import type { Mapping } from './mapping.ts'
import type { Source } from './mapping-source.ts'
import { quoted } from './read.ts'

/** Where each column stands that a mapping reads. */
export type Columns = (name: string) => number

/** @throws OperatorError when the header lacks a column that the mapping reads, or has it twice. */
export function columnsOf(header: readonly string[], mapping: Mapping): Columns {
  const names = header.map((name) => name.trim())
  const wanted = columnsRead(mapping)
  const missing = [...wanted].filter((name) => !names.includes(name))
  if (missing.length > 0) {
    const there = names.map(quoted).join(', ')
    throw new OperatorError(
      `The file has no column ${missing.map(quoted).join(', ')}, which the mapping reads.\nIts columns are ${there}. If they look wrong, check the mapping's delimiter.`,
    )
  }
  const twice = [...wanted].filter((name) => names.indexOf(name) !== names.lastIndexOf(name))
  if (twice.length > 0) {
    const which = twice.map(quoted).join(', ')
    throw new OperatorError(`The file has the column ${which} twice: which is meant is not clear.`)
  }
  return (name) => names.indexOf(name)
}

function columnsRead(mapping: Mapping): Set<string> {
  const { time, member, id, where, event, events } = mapping
  const mapped = event ? [event] : Object.values(events?.cases ?? {})
  const sources = [member, ...mapped.flatMap(({ data }) => Object.values(data))]
  const columns = [time, id, events, ...where].map((part) => part?.column)
  return new Set([...columns, ...sources.map(columnOf)].filter((name) => name !== undefined))
}

function columnOf(source: Source | undefined): string | undefined {
  return source === undefined || source.kind === 'constant' ? undefined : source.column
}
