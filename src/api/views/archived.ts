import type { Cycle } from '#shared/credits/cycle.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { TeamReads } from '../ports.ts'
import type { ArchivedCycle, Team } from '../records.ts'

/** Of a cycle whose single charges lie in a file. */
export async function archiveOf(
  reads: Pick<TeamReads, 'archivedCycles'>,
  { id }: Pick<Cycle, 'id'>,
): Promise<ArchivedCycle | undefined> {
  return (await reads.archivedCycles()).find(({ cycle }) => cycle === id)
}

/** What lists single charges can't be made of a cycle whose charges are elsewhere. */
export async function withCharges(
  reads: Pick<TeamReads, 'archivedCycles'>,
  { team, cycle }: { team: Team; cycle: Cycle },
): Promise<Answer<Cycle>> {
  const archived = await archiveOf(reads, cycle)
  if (!archived) return answer(cycle)
  const day = Temporal.Instant.fromEpochMilliseconds(archived.archivedAt)
    .toZonedDateTimeISO(team.zone)
    .toPlainDate()
  return refuse(
    'charges-archived',
    `The single charges of this cycle were archived on ${day}. Its totals stay; whoever looks after the server has the charges in a file.`,
  )
}
