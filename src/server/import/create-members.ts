import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import type { AuditEntry } from '#api/audit/records.ts'
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
  const first = firstUse(options.events, options.now)
  const ids = new Set(first.keys())
  if (ids.size === (await team.members([...ids])).length) return 0
  return team.write(async (tx) => {
    for (const { id } of await tx.members([...ids])) ids.delete(id)
    const made = [...first].filter(([id]) => ids.has(id)).map(([id, at]) => newMember(id, at))
    if (made.length === 0) return 0
    await tx.addMembers(made)
    await tx.record(added(made, options.now))
    return made.length
  })
}

/** One entry for all of a batch: they were made by one command. */
function added(made: readonly Member[], now: Millis): AuditEntry {
  const [first] = made
  const name = made.length === 1 && first ? first.name : `${made.length} members`
  const after = { members: made.map(({ id }) => id), way: 'imported', roles: ['member'] }
  const object = { id: made.length === 1 && first ? first.id : 'imported', name }
  return entryOf({ by: OPERATOR, asOf: now }, { action: 'member-added', object, after })
}

/** A member of whom a file tells was there when they first used something. */
function firstUse(events: readonly unknown[], now: Millis): Map<string, Millis> {
  const first = new Map<string, Millis>()
  for (const event of events) {
    const parsed = parseEvent(event)
    if (!parsed.ok || parsed.event.member === undefined) continue
    const { member, time } = parsed.event
    first.set(member, Math.min(first.get(member) ?? now, time))
  }
  return first
}

/** All that a file of usage says of a member is an id; many use the address for it. */
function newMember(id: string, createdAt: Millis): Member {
  return { id, name: id, email: id.includes('@') ? id : '', roles: ['member'], createdAt }
}
