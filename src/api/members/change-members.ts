import type { Reply } from '#shared/contract/routes.ts'
import type { Role } from '#shared/contract/values.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { TeamReads } from '../ports.ts'
import type { Member } from '../records.ts'
import type { Common } from '../team-route.ts'
import { refusalOfGrant, refusalOfLast } from './grants.ts'
import { rosterMember } from './roster-view.ts'

/** The member has these roles from now on, and no others. */
export async function setRoles(
  asked: Common & { params: { member: string }; body: { roles: Role[] } },
): Promise<Answer<Reply<'setRoles'>>> {
  const { team, viewer, ports, params, body } = asked
  const signsIn = ports.people !== undefined
  return team.write(async (tx) => {
    const member = await presentMember(tx, params.member)
    if (!member) return unknownMember(params.member)
    const lost = member.roles.filter((role) => !body.roles.includes(role))
    const won = body.roles.filter((role) => !member.roles.includes(role))
    const refusal =
      (await refusalOfGrant(tx, { viewer, roles: [...lost, ...won] })) ??
      (await refusalOfLast(tx, { member, lost, signsIn }))
    if (refusal) return refusal
    const changed = { ...member, roles: body.roles }
    await tx.changeMember(changed)
    await tx.record(
      entryOf(asked, {
        action: 'roles-changed',
        object: objectOf(member),
        before: { roles: member.roles },
        after: { roles: body.roles },
      }),
    )
    return answer(rosterMember(changed))
  })
}

/** Access ends with this transaction; what the member used stays in every total. */
export async function removeMember(
  asked: Common & { params: { member: string } },
): Promise<Answer<Reply<'removeMember'>>> {
  const { team, viewer, ports, asOf, params } = asked
  const signsIn = ports.people !== undefined
  return team.write(async (tx) => {
    const member = await presentMember(tx, params.member)
    if (!member) return unknownMember(params.member)
    const lost = member.roles
    const refusal =
      (await refusalOfGrant(tx, { viewer, roles: lost })) ??
      (await refusalOfLast(tx, { member, lost, signsIn }))
    if (refusal) return refusal
    // Whoever signed in as this member can be invited again, as a new one.
    const { person: _, ...rest } = member
    await tx.changeMember({ ...rest, removedAt: asOf })
    await tx.endEmbeds({ kind: 'member', member: member.id })
    const before = { email: member.email, roles: member.roles }
    await tx.record(entryOf(asked, { action: 'member-removed', object: objectOf(member), before }))
    return answer({ removed: true })
  })
}

function objectOf({ id, name }: Member) {
  return { id, name }
}

async function presentMember(reads: TeamReads, id: string): Promise<Member | undefined> {
  const [member] = await reads.members([id])
  return member?.removedAt === undefined ? member : undefined
}

function unknownMember(id: string): Answer<never> {
  return refuse('unknown-member', `The team has no member ${id}.`)
}
