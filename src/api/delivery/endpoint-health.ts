import type { Millis } from '#shared/credits/amounts.ts'
import { isGivenUp } from '#shared/credits/retry.ts'
import type { Endpoint } from '../messages/records.ts'
import { tell } from '../messages/tell.ts'
import type { TeamStore } from '../ports.ts'
import type { Outcome } from './ports.ts'

/** Keeps since when an endpoint fails. After too long it is turned off, and Admin and Billing know. */
export async function notice(
  store: TeamStore,
  options: { endpoint: string; outcome: Outcome; at: Millis },
): Promise<void> {
  const { outcome, at } = options
  const isFailure = outcome.kind === 'failed'
  const find = (endpoints: readonly Endpoint[]) =>
    endpoints.find(({ id, state }) => id === options.endpoint && state === 'on')
  const known = find(await store.endpoints())
  // Nothing to write down for most: it works as it did.
  if (!known || (!isFailure && known.failingSince === undefined)) return
  await store.write(async (tx) => {
    const endpoint = find(await tx.endpoints())
    if (!endpoint) return
    const { failingSince: since = at, ...rest } = endpoint
    if (!isFailure) return tx.saveEndpoints([rest])
    if (!isGivenUp(since, at)) return tx.saveEndpoints([{ ...rest, failingSince: since }])
    await tx.saveEndpoints([{ ...rest, state: 'failed', failingSince: since }])
    const { id, url } = endpoint
    await tell(tx, [
      {
        message: {
          id: `webhook-off:${id}:${since}`,
          audience: 'admin-and-billing',
          createdAt: at,
          content: { kind: 'webhook-off', endpoint: id, url, since },
        },
      },
    ])
  })
}
