import type { Millis } from '#shared/credits/amounts.ts'
import type { Store } from '../ports.ts'
import type { Carriers, Mail, Outcome } from './ports.ts'

/** Sends a mail, or keeps it for the operator where there is nothing to send it with. */
export async function postMail(
  mail: Mail,
  by: {
    carry: Carriers['mail']
    store: Pick<Store, 'keepMail'>
    /** Absent for a mail that is of no team. */
    team?: string
    at: Millis
  },
): Promise<Outcome> {
  const { carry, store, team, at } = by
  const outcome = await carry(mail)
  if (outcome.kind === 'kept') {
    await store.keepMail({ ...mail, at, ...(team === undefined ? {} : { team }) })
  }
  return outcome
}
