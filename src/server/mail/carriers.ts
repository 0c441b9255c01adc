import type { Carriers } from '#api/delivery/ports.ts'
import type { Config } from '../config.ts'
import { createCaller } from '../webhooks/caller.ts'
import type { Reach } from '../webhooks/reach.ts'
import { createMailer } from './mailer.ts'

/** What takes mails and webhooks out, as the operator set it up. */
export function createCarriers(
  config: Pick<Config, 'mail'>,
  { publicUrl, reach }: { publicUrl: string; reach: Reach },
): Carriers {
  const from = config.mail.from ?? `headroom@${new URL(publicUrl).hostname}`
  return { mail: createMailer({ url: config.mail.url, from }), webhook: createCaller({ reach }) }
}
