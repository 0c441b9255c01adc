import { deliverDue } from '#api/delivery/deliver-due.ts'
import type { Store } from '#api/ports.ts'
import type { Config } from '../config.ts'
import { createMailer } from '../mail/mailer.ts'
import { createCaller } from '../webhooks/caller.ts'
import { type Loop, startLoop } from './loop.ts'

/** Soon enough that an alert comes while people still remember what they did. */
const PAUSE_MS = 1_000

/** Sends what the outbox holds, until it is stopped. */
export function startDelivery(options: {
  store: Store
  config: Config
  /** Where the server listens: the address of links, unless the operator gave another. */
  address: string
  report: (error: unknown) => void
}): Loop {
  const { store, config, address, report } = options
  const publicUrl = config.publicUrl ?? address
  const from = config.mail.from ?? `headroom@${new URL(publicUrl).hostname}`
  const carriers = {
    mail: createMailer({ url: config.mail.url, from }),
    webhook: createCaller(),
  }
  return startLoop({
    round: () => deliverDue({ store, now: Date.now, sender: { carriers, publicUrl }, report }),
    pauseMs: PAUSE_MS,
    report,
  })
}
