import { fault, quoted, type Read, value } from './read.ts'

/** What a column can hold for an event: text as it is, a whole number, or yes and no. */
export type CellKind = 'text' | 'whole' | 'flag'
export type Cell = string | number | boolean

/**
 * Digits only. `10.99` is no whole number, and neither is `10.000`: half the world writes ten
 * thousand so.
 */
const WHOLE = /^-?\d+$/
const DECIMAL = /^-?\d+(?:\.\d+)?$/

export function readCell(text: string, kind: CellKind): Read<Cell> {
  switch (kind) {
    case 'text':
      return value(text)
    case 'whole':
      return readWhole(text)
    case 'flag':
      return readFlag(text)
    default:
      return kind satisfies never
  }
}

/** A number to compare with; never one that is charged. */
export function readDecimal(text: string): Read<number> {
  return DECIMAL.test(text) ? value(Number(text)) : fault(`${quoted(text)} is no number`)
}

function readWhole(text: string): Read<number> {
  if (!WHOLE.test(text)) return fault(`${quoted(text)} is no whole number`)
  const number = Number(text)
  return Number.isSafeInteger(number) ? value(number) : fault(`${quoted(text)} is too large`)
}

function readFlag(text: string): Read<boolean> {
  const lower = text.toLowerCase()
  if (lower === 'true') return value(true)
  if (lower === 'false') return value(false)
  return fault(`${quoted(text)} is neither true nor false`)
}
