import { MINUTE, type Millis } from '#shared/credits/amounts.ts'
import type { Letter } from '../messages/records.ts'
import type { Store, TeamStore } from '../ports.ts'
import { notice } from './endpoint-health.ts'
import type { Outcome } from './ports.ts'
import { afterAttempt } from './progress.ts'
import { type Sender, sendLetter } from './send-letter.ts'

/** Longer than any attempt takes; a worker that died holds nothing up for longer. */
export const LEASE: Millis = 2 * MINUTE

const BATCH = 20
const TEAMS = 100

/**
 * One round: sends what is due and writes down how it went. Any number of workers can do so at the
 * same time; each delivery is one's.
 *
 * @returns how many attempts were made; none means that nothing is due
 */
export async function deliverDue(options: {
  store: Store
  now: () => Millis
  sender: Sender
  /** Told of what went wrong on our own side; its lease lets it be tried again. */
  report: (error: unknown) => void
  /** Sent at once, of one team. */
  batch?: number
}): Promise<number> {
  const { store, now, report } = options
  let attempts = 0
  for (const id of await store.teamsWithDue({ at: now(), limit: TEAMS })) {
    try {
      attempts += await deliverOfTeam(id, options)
    } catch (error) {
      // Of one team: the others' go on.
      report(error)
    }
  }
  return attempts
}

async function deliverOfTeam(
  id: string,
  options: {
    store: Store
    now: () => Millis
    sender: Sender
    report: (error: unknown) => void
    batch?: number
  },
): Promise<number> {
  const { now, sender, report, batch = BATCH } = options
  const store = options.store.team(id)
  const lease = crypto.randomUUID()
  const at = now()
  const letters = await store.outbox.takeDue({ at, lease, until: at + LEASE, limit: batch })
  const team = await store.profile()
  if (!team || letters.length === 0) return 0
  const endpoints = await store.endpoints()
  const attempt = async (letter: Letter) => {
    const outcome = await sendLetter(letter, {
      team,
      store,
      mails: options.store,
      endpoints,
      at,
      sender,
    })
    await settle(store, letter, { outcome, lease, at: now() })
  }
  const attempts = await Promise.allSettled(letters.map(attempt))
  for (const each of attempts) if (each.status === 'rejected') report(each.reason)
  return letters.length
}

async function settle(
  store: TeamStore,
  { delivery }: Letter,
  options: { outcome: Outcome; lease: string; at: Millis },
): Promise<void> {
  const { outcome, lease, at } = options
  await store.outbox.settle(afterAttempt(delivery, outcome, at), lease)
  if (delivery.channel === 'webhook') {
    await notice(store, { endpoint: delivery.recipient, outcome, at })
  }
}
