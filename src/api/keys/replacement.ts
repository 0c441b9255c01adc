import type { Millis } from '#shared/credits/amounts.ts'
import type { KeyRecord } from '../records.ts'
import { isOver } from './known-key.ts'

/** The key that works in this one's place at this moment, after however many that did before. */
export function workingReplacement(
  { replaced }: KeyRecord,
  { keys, at }: { keys: readonly KeyRecord[]; at: Millis },
): KeyRecord | undefined {
  const next = replaced && keys.find(({ id }) => id === replaced.by)
  if (!next) return undefined
  return workingReplacement(next, { keys, at }) ?? (isOver(next, at) ? undefined : next)
}
