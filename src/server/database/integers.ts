/**
 * The one way that a whole number comes out of a database. Drivers give `bigint` columns and sums
 * as numbers, bigints or text; one that JavaScript can't hold exactly is refused, never rounded.
 */
export function integerFrom(value: unknown): number {
  const number = typeof value === 'number' ? value : Number(textOf(value))
  if (!Number.isSafeInteger(number)) throw new RangeError(`not a safe integer: ${String(value)}`)
  return number
}

function textOf(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  // `sum` of PostgreSQL is numeric: it can come with a fraction of zeros.
  if (typeof value === 'string' && /^-?\d+(\.0+)?$/.test(value)) return value
  throw new TypeError(`not an integer: ${String(value)}`)
}
