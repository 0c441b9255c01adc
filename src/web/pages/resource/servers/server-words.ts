import type { AssistantServer } from '#shared/contract/server.ts'
import type { LimitState } from '#shared/credits/limit.ts'
import { moment, type TimeFrame } from '#web/format/moment.ts'
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
      return 'Suspended'
    default:
      return limit satisfies never
  }
}

/** @param frame as of the end of the team's day, when the limit begins anew */
export function stoppedWords({ limit }: AssistantServer, frame: TimeFrame): string | undefined {
  if (!limit || dayState(limit.state) !== 'stopped') return undefined
  return `No new runs until ${moment(frame.asOf, frame)}. A higher limit lifts this at once.`
}
