import type { Millis } from './amounts.ts'

/** A team's move from one plan to another. It holds for every charge from `at` on. */
export type PlanChange = { at: Millis; from: string; plan: string }

/**
 * The plan that a team was on just before `before`. A cycle that is over keeps the plan that it
 * ended on, whatever came later: its allowances are not rewritten.
 *
 * @param changes oldest first
 */
export function planBefore(options: {
  current: string
  changes: readonly PlanChange[]
  before: Millis
}): string {
  const { current, changes, before } = options
  const last = changes.findLast((change) => change.at < before)
  return last?.plan ?? changes[0]?.from ?? current
}
