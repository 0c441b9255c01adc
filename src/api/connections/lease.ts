import { MINUTE, type Millis } from '#shared/credits/amounts.ts'
import type { TeamStore, TeamWrites } from '../ports.ts'
import type { Connection } from './records.ts'

/** Longer than any reading takes; a worker that died holds nothing up for longer. */
export const LEASE: Millis = 2 * MINUTE

/**
 * Makes the connection one worker's.
 * @returns nothing where another has it, or where it is not due
 */
export async function takeConnection(
  store: TeamStore,
  options: { id: string; at: Millis; isAsked: boolean },
): Promise<Connection | undefined> {
  const { id, at, isAsked } = options
  return store.write(async (tx) => {
    const found = await findConnection(tx, id)
    if (!found || isLeased(found, at)) return undefined
    if (!isAsked && !isDue(found, at)) return undefined
    const taken = { ...found, lease: crypto.randomUUID(), dueAt: at + LEASE }
    await tx.saveConnections([taken])
    return taken
  })
}

/** The connection as it is now, as long as it is this worker's. */
export async function heldConnection(
  tx: TeamWrites,
  { id, lease }: Pick<Connection, 'id' | 'lease'>,
): Promise<Connection | undefined> {
  const found = await findConnection(tx, id)
  return found && found.lease === lease ? found : undefined
}

export function withoutLease({ lease: _, dueAt: _due, ...rest }: Connection): Connection {
  return rest
}

export function isDue({ dueAt }: Connection, at: Millis): boolean {
  return dueAt !== undefined && dueAt <= at
}

/** Whether a worker has it at this moment; a lease that ended is nobody's. */
export function isLeased(connection: Connection, at: Millis): boolean {
  return connection.lease !== undefined && !isDue(connection, at)
}

async function findConnection(tx: TeamWrites, id: string): Promise<Connection | undefined> {
  return (await tx.connections()).find((each) => each.id === id)
}
