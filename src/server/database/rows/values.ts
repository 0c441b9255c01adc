import { THRESHOLDS, type Threshold } from '#shared/credits/crossing.ts'
import { RESOURCES, type Resource } from '#shared/credits/resources.ts'

/** Text that must be one of `values`: what else a row holds was not written by this program. */
export function oneOf<T extends string>(values: readonly T[], text: string): T {
  const found = values.find((value) => value === text)
  if (found === undefined) throw new TypeError(`the database holds an unknown value: ${text}`)
  return found
}

export function resourceFrom(text: string): Resource {
  return oneOf(RESOURCES, text)
}

export function thresholdsFrom(text: string): Threshold[] {
  return text === '' ? [] : text.split(' ').map((part) => oneOf(THRESHOLDS, part))
}

export function bit(yes: boolean): number {
  return yes ? 1 : 0
}
