import { OperatorError } from '../operator-error.ts'

/** How many rows of a list are shown: what `--limit` says, or the list's own number. */
export function limitOf(text: string | undefined, standard: number): number {
  if (text === undefined) return standard
  const limit = Number(text)
  if (/^\d{1,5}$/.test(text) && limit > 0) return limit
  throw new OperatorError(`--limit: ${text} is no whole number from 1 to 99999`)
}
