import { can, GRANTED_BY } from '#shared/contract/permissions.ts'
import { ROLES, type Role } from '#shared/contract/values.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { TeamReads } from '../ports.ts'
import type { Invitation, Member } from '../records.ts'

type Named = { roles: readonly Role[]; member?: string | undefined }

/** The member that the invitation names, as long as nobody signs in as them. */
export async function memberToLink(
  reads: Pick<TeamReads, 'members'>,
  { member: id }: Pick<Named, 'member'>,
): Promise<Member | undefined> {
  const [known] = id === undefined ? [] : await reads.members([id])
  return known?.removedAt === undefined && known?.person === undefined ? known : undefined
}

/** What whoever accepts at this moment is: what the member holds, nobody takes by inviting them. */
export async function rolesOfAccepting(
  reads: Pick<TeamReads, 'members'>,
  invitation: Named,
): Promise<Role[]> {
  const held = (await memberToLink(reads, invitation))?.roles ?? []
  return ROLES.filter((role) => held.includes(role) || invitation.roles.includes(role))
}

/**
 * Whether whoever invited may give, at this moment, all that accepting gives: they may have left the
 * team or lost the role that it takes, and the member named may have been given another.
 */
export async function mayStillInvite(
  reads: Pick<TeamReads, 'members'>,
  invitation: Named & Pick<Invitation, 'actor'>,
): Promise<boolean> {
  const { actor } = invitation
  if (actor.kind === 'operator') return true
  const [inviter] = await reads.members([actor.id])
  if (!inviter || inviter.removedAt !== undefined) return false
  const given = await rolesOfAccepting(reads, invitation)
  return given.every((role) => can(inviter.roles, GRANTED_BY[role]))
}

/** Those that somebody could accept at this moment, newest first, and the members that they name. */
export async function openInvitations(
  reads: Pick<TeamReads, 'invitations' | 'members'>,
  at: Millis,
): Promise<{ invitation: Invitation; member: Member | undefined }[]> {
  const inTime = (await reads.invitations()).filter(({ expiresAt }) => expiresAt > at)
  const ids = inTime.flatMap(({ actor, member = actor.id }) => [actor.id, member])
  const members = await reads.members([...new Set(ids)])
  const found = {
    members: async (of: readonly string[]) => members.filter(({ id }) => of.includes(id)),
  }
  const open = []
  for (const invitation of inTime) {
    if (!(await mayStillInvite(found, invitation))) continue
    open.push({ invitation, member: await memberToLink(found, invitation) })
  }
  return open
}
