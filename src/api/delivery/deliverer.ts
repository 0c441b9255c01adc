import { MINUTE, type Millis } from '#shared/credits/amounts.ts'
import type { Endpoint, Letter } from '../messages/records.ts'
import type { Store, TeamStore } from '../ports.ts'
import type { Team } from '../records.ts'
import { notice } from './endpoint-health.ts'
import { createLanes } from './lanes.ts'
import type { Outcome } from './ports.ts'
import { afterAttempt } from './progress.ts'
import { type Sender, sendLetter } from './send-letter.ts'

/**
 * Longer than a letter waits for its place and is then attempted; a worker that died holds nothing
 * up for longer.
 */
export const LEASE: Millis = 2 * MINUTE

const BATCH = 20
const TEAMS = 100
/** At the same time: mails, which all go to one server; webhooks in all, and to one receiver. */
const MAILS = 20
const WEBHOOKS = 60
const TO_ONE_HOST = 4

export type DelivererOptions = {
  store: Store
  now: () => Millis
  sender: Sender
  /** Told of what went wrong on our own side; its lease lets it be tried again. */
  report: (error: unknown) => void
  /** Taken at once, of one team; where sending takes no time, more than there are places for. */
  batch?: number
}

export type Deliverer = {
  /** Starts what is due and has a place; waits for no receiver. @returns how much it started */
  round: () => Promise<number>
  underWay: () => number
  /** Ends with the next attempt that does; at once while none is under way. */
  next: () => Promise<void>
  /** Ends once nothing is under way. */
  idle: () => Promise<void>
  /** Breaks off what is under way: it counts for nothing, and its lease lets it be tried again. */
  stop: () => void
}

/**
 * Sends what is due and writes down how it went. Any number of workers can do so at the same time;
 * each delivery is one's. A receiver that hangs holds up only what goes to its own host.
 */
export function createDeliverer(options: DelivererOptions): Deliverer {
  const { store, now, report, sender, batch = BATCH } = options
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  const lane = createLanes((name) => {
    if (name === MAIL) return Math.max(MAILS, batch)
    return name === ALL ? Math.max(WEBHOOKS, batch) : TO_ONE_HOST
  })

  async function ofTeam(id: string): Promise<number> {
    const team = store.team(id)
    const profile = await team.profile()
    if (!profile) return 0
    const endpoints = await team.endpoints()
    const places = [lane(MAIL).free(), lane(ALL).free()]
    const limit = Math.min(batch, ...places.filter((free) => free > 0))
    const except = {
      mail: lane(MAIL).free() <= 0,
      webhooks:
        lane(ALL).free() <= 0
          ? ('all' as const)
          : endpoints.flatMap((endpoint) =>
              lane(hostOf(endpoint)).free() <= 0 ? endpoint.id : [],
            ),
    }
    const lease = crypto.randomUUID()
    const at = now()
    const letters = await team.outbox.takeDue({ at, lease, until: at + LEASE, limit, except })
    for (const letter of letters) {
      start(letter, { team, profile, endpoints, lease })
    }
    return letters.length
  }

  function start(letter: Letter, of: Taken): void {
    const attempt = inLanes(letter, of)
      .catch(report)
      .finally(() => underWay.delete(attempt))
    underWay.add(attempt)
  }

  async function inLanes(letter: Letter, of: Taken): Promise<void> {
    const work = () => send(letter, of)
    const { channel, recipient } = letter.delivery
    if (channel !== 'webhook') return lane(MAIL).run(work)
    const endpoint = of.endpoints.find(({ id }) => id === recipient)
    // Who waits for a place at its host takes none of all.
    return endpoint ? lane(hostOf(endpoint)).run(() => lane(ALL).run(work)) : work()
  }

  async function send(letter: Letter, { team, profile, endpoints, lease }: Taken): Promise<void> {
    const { signal } = stopping
    if (signal.aborted) return
    const by = { team: profile, store: team, mails: store, endpoints, at: now(), sender, signal }
    const outcome = await unlessStopped(sendLetter(letter, by), signal)
    if (outcome) await settle(team, letter, { outcome, lease, at: now() })
  }

  return {
    round: async () => {
      let started = 0
      for await (const id of teamsDue(store, now())) {
        if (stopping.signal.aborted) return started
        try {
          started += await ofTeam(id)
        } catch (error) {
          // Of one team: the others' go on.
          report(error)
        }
      }
      return started
    },
    underWay: () => underWay.size,
    next: async () => {
      if (underWay.size > 0) await Promise.race(underWay)
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    stop: () => stopping.abort(),
  }
}

type Taken = { team: TeamStore; profile: Team; endpoints: readonly Endpoint[]; lease: string }

const MAIL = 'mail'
/** No host: all webhooks together. */
const ALL = ''

function hostOf({ url }: Endpoint): string {
  return `host ${new URL(url).host}`
}

/** All of them, also where many have more than there are places for. */
async function* teamsDue(store: Store, at: Millis): AsyncGenerator<string> {
  let after: string | undefined
  for (;;) {
    const ids = await store.teamsWithDue({ at, limit: TEAMS, after })
    yield* ids
    after = ids.at(-1)
    if (ids.length < TEAMS) return
  }
}

/** What is broken off has no outcome, whatever its carrier makes of it. */
async function unlessStopped(
  sending: Promise<Outcome>,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const { promise: stopped, resolve } = Promise.withResolvers<undefined>()
  const stop = () => resolve(undefined)
  signal.addEventListener('abort', stop)
  try {
    return await Promise.race([sending, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
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
