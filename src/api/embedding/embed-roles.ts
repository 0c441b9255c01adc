import { can, GRANTED_BY, rolesThrough } from '#shared/contract/permissions.ts'
import type { Role } from '#shared/contract/values.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { isOver } from '../keys/known-key.ts'
import type { Ports, TeamReads } from '../ports.ts'
import type { KeyRecord, Member } from '../records.ts'
import type { Embed } from './records.ts'

/** Whoever is at the server's command line gives every role. */
const OPERATOR = 'operator'

/**
 * What an embedded dashboard is opened with for the member: no more than they hold, than the key gives,
 * and than its maker may give at this moment. Else whoever lost Billing would keep it in a key.
 */
export async function embedRoles(
  reads: Pick<TeamReads, 'members'>,
  { member, key }: { member: Pick<Member, 'roles'>; key: KeyRecord | undefined },
): Promise<Role[]> {
  // Where host products need no key, they may do anything.
  if (!key) return [...member.roles]
  const [maker] = await reads.members([key.actor.id])
  return rolesThrough(member.roles, rolesOfKey(key, maker).roles)
}

/** Whether the key that asked for it still works; none is needed only where nobody signs in. */
export function isVouchedFor(
  { people }: Pick<Ports, 'people'>,
  asked: { embed: Embed; key: KeyRecord | undefined; asOf: Millis },
): boolean {
  const { embed, key, asOf } = asked
  if (embed.key === undefined) return people === undefined
  return key !== undefined && !isOver(key, asOf)
}

/** What a key gives at this moment, by its maker as a member of the team, who may have left. */
export function rolesOfKey(
  { roles = [], actor }: Pick<KeyRecord, 'roles' | 'actor'>,
  maker: Pick<Member, 'roles' | 'removedAt'> | undefined,
): { roles: readonly Role[]; makerLeft: boolean } {
  if (!maker && actor.id === OPERATOR) return { roles, makerLeft: false }
  if (!maker || maker.removedAt !== undefined) return { roles: [], makerLeft: true }
  return { roles: roles.filter((role) => can(maker.roles, GRANTED_BY[role])), makerLeft: false }
}
