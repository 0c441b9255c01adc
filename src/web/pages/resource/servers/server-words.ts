import type { LimitState } from '#shared/credits/limit.ts'
import { type ShownState, shownState } from '#web/ui/shown-state.ts'

/** Past its limit a server starts nothing until the next day. */
export function dayState(limit: LimitState): ShownState {
  const isUsedUp = limit === 'reached' || limit === 'exceeded'
  return shownState({ limit, work: isUsedUp ? 'suspended' : 'open' })
}

export function dayWord(limit: LimitState): string | undefined {
  switch (limit) {
    case 'ok':
      return undefined
    case 'warning':
      return 'Close to the limit'
    case 'reached':
    case 'exceeded':
      return 'No new runs today'
    default:
      return limit satisfies never
  }
}
