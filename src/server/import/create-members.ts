import { parseEvent } from '#api/ledger/parse-event.ts'
import type { TeamStore } from '#api/ports.ts'
import type { Member } from '#api/records.ts'
import type { Millis } from '#shared/credits/amounts.ts'

/**
 * Makes the members that these events name and the team lacks, and gives how many those are. An
 * event that will be refused for its form makes none.
 */
export async function createMembers(
  team: TeamStore,
  options: { events: readonly unknown[]; now: Millis },
): Promise<number> {
  const ids = new Set(options.events.flatMap(memberIn))
  if (ids.size === (await team.members([...ids])).length) return 0
  return team.write(async (tx) => {
    for (const { id } of await tx.members([...ids])) ids.delete(id)
    await tx.addMembers([...ids].map((id) => newMember(id, options.now)))
    return ids.size
  })
}

function memberIn(event: unknown): string[] {
  const parsed = parseEvent(event)
  return parsed.ok && parsed.event.member !== undefined ? [parsed.event.member] : []
}

/** All that a file of usage says of a member is an id; many use the address for it. */
function newMember(id: string, createdAt: Millis): Member {
  return { id, name: id, email: id.includes('@') ? id : '', roles: ['member'], createdAt }
}
