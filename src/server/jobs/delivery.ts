import { deliverDue } from '#api/delivery/deliver-due.ts'
import type { Carriers } from '#api/delivery/ports.ts'
import type { Store } from '#api/ports.ts'
import { type Loop, startLoop } from './loop.ts'

/** Soon enough that an alert comes while people still remember what they did. */
const PAUSE_MS = 1_000

/** Sends what the outbox holds, until it is stopped. */
export function startDelivery(options: {
  store: Store
  carriers: Carriers
  /** What links begin with. */
  publicUrl: string
  report: (error: unknown) => void
}): Loop {
  const { store, carriers, publicUrl, report } = options
  return startLoop({
    round: () => deliverDue({ store, now: Date.now, sender: { carriers, publicUrl }, report }),
    pauseMs: PAUSE_MS,
    report,
  })
}
