import { setTimeout as wait } from 'node:timers/promises'
import { createDeliverer } from '#api/delivery/deliverer.ts'
import type { Carriers } from '#api/delivery/ports.ts'
import type { Store } from '#api/ports.ts'
import { type Loop, startLoop } from './loop.ts'

/** Soon enough that an alert comes while people still remember what they did. */
const PAUSE_MS = 1_000

/** How long what is under way may take to end when the server stops. */
const GRACE_MS = 1_000

/** Sends what the outbox holds, until it is stopped: then a receiver that hangs is not waited for. */
export function startDelivery(options: {
  store: Store
  carriers: Carriers
  /** What links begin with. */
  publicUrl: string
  report: (error: unknown) => void
}): Loop {
  const { store, carriers, publicUrl, report } = options
  const sender = { carriers, publicUrl }
  const deliverer = createDeliverer({ store, now: Date.now, sender, report })
  const round = async (signal: AbortSignal): Promise<number> => {
    const started = await deliverer.round()
    if (started > 0 || deliverer.underWay() === 0) return started
    // A place that gets free is taken at once.
    const next = deliverer.next().then(() => 1)
    return Promise.race([next, wait(PAUSE_MS, 1, { signal }).catch(() => 0)])
  }
  const loop = startLoop({ round, pauseMs: PAUSE_MS, report })
  return {
    stop: async () => {
      await loop.stop()
      await Promise.race([deliverer.idle(), wait(GRACE_MS, undefined, { ref: false })])
      deliverer.stop()
      await deliverer.idle()
    },
  }
}
