import type { Alert } from '#shared/contract/usage.ts'
import { isClosed, type Telling } from '#web/format/telling.ts'
import { type ShownState, shownState } from '#web/ui/shown-state.ts'

/** An alert's shape and colour: what it means for work now; of a past cycle, how far use came. */
export function alertState(alert: Alert, telling: Telling): ShownState {
  return shownState({
    limit: alert.threshold,
    work: isClosed(telling) ? 'open' : alert.work,
  })
}
