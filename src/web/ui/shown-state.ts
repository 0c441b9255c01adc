import type { LimitState, WorkState } from '#shared/credits/limit.ts'

/** The states that a screen tells apart. */
export type ShownState = 'open' | 'warning' | 'stopped' | 'on-pay-as-you-go' | 'exceeded'

/**
 * What matters most of a standing: that work stops, or costs money; then that it is past the limit
 * all the same (on bonus credits, say), or close to it.
 */
export function shownState(standing: { limit: LimitState; work: WorkState }): ShownState {
  switch (standing.work) {
    case 'suspended':
    case 'paused':
      return 'stopped'
    case 'on-pay-as-you-go':
      return 'on-pay-as-you-go'
    case 'open':
      return openState(standing.limit)
    default:
      return standing.work satisfies never
  }
}

/**
 * Of a cycle that is over, in which work neither goes on nor stops: how far use came, and whether
 * what came after the limit was paid for.
 */
export function closedState(limit: LimitState, isPaid: boolean): ShownState {
  if (limit === 'exceeded' && isPaid) return 'on-pay-as-you-go'
  return openState(limit)
}

function openState(limit: LimitState): ShownState {
  switch (limit) {
    case 'ok':
      return 'open'
    case 'warning':
    case 'reached':
      return 'warning'
    case 'exceeded':
      return 'exceeded'
    default:
      return limit satisfies never
  }
}
