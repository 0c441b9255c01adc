import { isDue } from './lease.ts'
import { type Reader, readConnection } from './read-connection.ts'

const TEAMS = 20

/**
 * One round: reads the accounts that are due. Any number of workers can do so at the same time; each
 * connection is one's.
 *
 * @returns how many were looked at; none means that nothing is due
 */
export async function readDue(
  reader: Reader,
  /** Told of what went wrong on our own side; its lease lets it be tried again. */
  report: (error: unknown) => void,
): Promise<number> {
  const { store, now } = reader
  const teams = await store.teamsWithDueReading({ at: now(), limit: TEAMS })
  // A provider that hangs holds up no other team.
  const counts = await Promise.all(teams.map((team) => ofTeam(team)))
  return counts.reduce((sum, count) => sum + count, 0)

  async function ofTeam(team: string): Promise<number> {
    let count = 0
    try {
      for (const connection of await store.team(team).connections()) {
        if (!isDue(connection, now())) continue
        if (await readConnection(reader, { team, id: connection.id })) count++
      }
    } catch (error) {
      report(error)
    }
    return count
  }
}
