/** Whole credits (or calls), 0 to {@link MAX_CREDITS}. */
export type Credits = number

/** Whole millionths of the catalog's currency: 1 USD = 1,000,000. */
export type Micros = number

/** Hundredths of a percent: 10,000 = 100 %. */
export type Bps = number

/** An instant as whole milliseconds since 1970-01-01T00:00:00Z. */
export type Millis = number

/**
 * The most credits one account can use in one cycle. At this bound `used * 10_000` is still a safe
 * integer, so shares are compared by multiplying, never by dividing.
 */
export const MAX_CREDITS: Credits = 100_000_000_000

export const SECOND: Millis = 1_000
export const MINUTE: Millis = 60 * SECOND
export const HOUR: Millis = 60 * MINUTE
export const DAY: Millis = 24 * HOUR

/** The most money that is counted: nine billion dollars. An estimate stops here. */
export const MAX_MICROS: Micros = Number.MAX_SAFE_INTEGER

/** Whether `value` is a whole amount of credits within range. */
export function isCredits(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= MAX_CREDITS
}

/**
 * `price * count` in micros, exact.
 * @throws RangeError when the product is past 2^53 - 1 (nine billion dollars): a bug or an attack,
 * never a bill.
 */
export function timesMicros(price: Micros, count: number): Micros {
  const product = price * count
  if (!Number.isSafeInteger(product)) {
    throw new RangeError(`amount of money out of range: ${price} × ${count}`)
  }
  return product
}
