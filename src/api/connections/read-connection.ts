import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { type Ingest, ingestInto } from '../ledger/ingest.ts'
import { loadTerms } from '../ledger/terms.ts'
import type { Store, TeamStore } from '../ports.ts'
import { bookReadings } from './book-readings.ts'
import { heldConnection, takeConnection, withoutLease } from './lease.ts'
import { makeReading } from './make-reading.ts'
import type { AccountAnswer, Connector } from './ports.ts'
import type { Connection } from './records.ts'
import { tellOfFailure } from './tell-of-failure.ts'

export type Reader = {
  store: Store
  catalog: Catalog
  connector: Connector
  now: () => Millis
  /** The process stops: what is under way is called off, and is due again. */
  signal?: AbortSignal | undefined
  /** As the ledger's own, if it is not given. */
  ingest?: Ingest
}

/**
 * One look at an account: what an earlier worker left unbooked is booked, then the account is read,
 * and what it shows more is booked. The lease makes it one worker's; without it, nothing is written.
 *
 * @returns whether there was anything to do here
 */
export async function readConnection(
  reader: Reader,
  of: { team: string; id: string; isAsked?: boolean },
): Promise<boolean> {
  const { store, catalog, now, ingest = ingestInto(reader) } = reader
  const { team, id, isAsked = false } = of
  const teamStore = store.team(team)
  const taken = await takeConnection(teamStore, { id, at: now(), isAsked })
  if (!taken) return false
  const booking = { team, connection: taken, ingest }
  await bookReadings(teamStore, booking)
  if (taken.sealedKey === undefined) {
    await release(teamStore, taken)
    return true
  }
  const answer = await ask(reader, { team, connection: taken, sealedKey: taken.sealedKey })
  // Said by a process that stops, not by the account.
  if (reader.signal?.aborted && answer.kind === 'failed') {
    await release(teamStore, taken, now())
    return true
  }
  const isKept = await keep(teamStore, { taken, answer, catalog, at: now() })
  if (isKept) await bookReadings(teamStore, booking)
  await release(teamStore, taken)
  return true
}

async function ask(
  { connector, signal }: Reader,
  of: { team: string; connection: Connection; sealedKey: string },
): Promise<AccountAnswer> {
  const { team, connection, sealedKey } = of
  const bound = { team, connection: connection.id }
  const key = await connector.vault?.open(sealedKey, bound)
  if (key === undefined) return { kind: 'failed', failure: 'locked' }
  return connector.read({ provider: connection.provider, key, signal })
}

/** Writes the reading and what it moves in one transaction; of a lease that was lost, nothing. */
async function keep(
  store: TeamStore,
  options: { taken: Connection; answer: AccountAnswer; catalog: Catalog; at: Millis },
): Promise<boolean> {
  const { taken, answer, catalog, at } = options
  return store.write(async (tx) => {
    const held = await heldConnection(tx, taken)
    if (!held || held.sealedKey === undefined) return false
    const terms = await loadTerms(tx, catalog)
    const { connection, reading } = makeReading(held, { answer, at, terms })
    await tx.saveReadings([reading])
    await tx.saveConnections([connection])
    await tellOfFailure(tx, connection, reading)
    return true
  })
}

/** Until the next reading, or until `dueAt`; one that is disconnected is never due again. */
async function release(store: TeamStore, taken: Connection, dueAt?: Millis): Promise<void> {
  await store.write(async (tx) => {
    const held = await heldConnection(tx, taken)
    if (!held) return
    const free = withoutLease(held)
    const isOver = free.sealedKey === undefined
    await tx.saveConnections([isOver ? free : { ...free, dueAt: dueAt ?? free.nextAt }])
  })
}
