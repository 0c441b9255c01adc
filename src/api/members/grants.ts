import { can, GRANTED_BY } from '#shared/contract/permissions.ts'
import type { Role } from '#shared/contract/values.ts'
import { type Refusal, refuse } from '../answer.ts'
import { rolesNow } from '../people/guarded-team.ts'
import type { TeamReads, Viewer } from '../ports.ts'
import type { Member } from '../records.ts'

const ROLE_NAMES: Record<Role, string> = {
  admin: 'an Admin',
  billing: 'a Billing admin',
  member: 'a member',
}

/** Whether the viewer may give or take each of these roles, as of this transaction. */
export async function refusalOfGrant(
  reads: TeamReads,
  { viewer, roles }: { viewer: Viewer; roles: readonly Role[] },
): Promise<Refusal | undefined> {
  const held = await rolesNow(reads, viewer)
  const barred = roles.find((role) => !can(held, GRANTED_BY[role]))
  if (barred === undefined) return undefined
  const who = barred === 'billing' ? ROLE_NAMES.billing : ROLE_NAMES.admin
  return refuse(
    'forbidden',
    `Only ${who} of the team makes somebody ${ROLE_NAMES[barred]}, or no longer one.`,
  )
}

/** A team always has somebody who can let others in, and somebody who can switch what it costs. */
export async function refusalOfLast(
  reads: TeamReads,
  { member, lost, signsIn }: { member: Member; lost: readonly Role[]; signsIn: boolean },
): Promise<Refusal | undefined> {
  const others = (await reads.adminsAndBilling()).filter(
    // Where people sign in, a member whom nobody signs in as can do nothing.
    ({ id, person }) => id !== member.id && (!signsIn || person !== undefined),
  )
  const left = (role: Role) => others.some(({ roles }) => roles.includes(role))
  const last = lost.find((role) => role !== 'member' && !left(role))
  if (last === undefined) return undefined
  return refuse('last-of-role', `Make somebody else ${ROLE_NAMES[last]} first.`)
}
