import type { z } from 'zod'
import type { inviteBodySchema } from '#shared/contract/member.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { DAY } from '#shared/credits/amounts.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { TeamReads } from '../ports.ts'
import type { Invitation } from '../records.ts'
import type { Common } from '../team-route.ts'
import { refusalOfGrant } from './grants.ts'
import { makeInvitationToken } from './invitation-token.ts'

const VALID_DAYS = 7

/**
 * Invites an address. The token goes there by mail and nowhere else: whoever has it has shown that the
 * address is theirs. An earlier invitation of the address is over.
 */
export async function invite(
  asked: Common & { params: { team: string }; body: z.output<typeof inviteBodySchema> },
): Promise<Answer<Reply<'invite'>>> {
  const { team, viewer, ports, asOf, params, body } = asked
  const { people } = ports
  if (!people) return refuse('no-sign-in', 'Nobody signs in here, so nobody can be invited.')
  const { email, roles, member } = body
  const { token, hash } = await makeInvitationToken(params.team)
  const invitation: Invitation = {
    id: crypto.randomUUID(),
    email,
    roles,
    ...(member === undefined ? {} : { member }),
    hash,
    createdAt: asOf,
    expiresAt: asOf + VALID_DAYS * DAY,
    actor: { id: viewer.id, name: viewer.name },
  }
  const known = await people.find(email)
  const object = { id: invitation.id, name: email }
  const saved = await team.write(async (tx) => {
    const refusal =
      (await refusalOfGrant(tx, { viewer, roles })) ?? (await refusalOfMember(tx, member))
    if (refusal) return refusal
    if (known && (await tx.memberOf(known.id))) {
      return refuse('already-member', `Somebody in the team has the address ${email}.`)
    }
    for (const earlier of await tx.invitations()) {
      if (earlier.email === email) await tx.saveInvitation({ ...earlier, endedAt: asOf })
    }
    await tx.saveInvitation(invitation)
    await tx.record(entryOf(asked, { action: 'invitation-sent', object, after: { email, roles } }))
    const profile = await tx.profile()
    return answer(profile?.name ?? params.team)
  })
  if (!saved.ok) return saved
  await people.mailInvitation({ email, token, team: saved.value, by: viewer.name })
  return answer(told(invitation))
}

export async function invitationsView({
  team,
  asOf,
}: Common): Promise<Answer<Reply<'invitations'>>> {
  const open = (await team.invitations()).filter((each) => each.expiresAt > asOf)
  return answer({ asOf, invitations: open.map(told) })
}

export async function withdrawInvitation(
  asked: Common & { params: { invitation: string } },
): Promise<Answer<Reply<'withdrawInvitation'>>> {
  const { team, asOf, params } = asked
  return team.write(async (tx) => {
    const open = (await tx.invitations()).find(({ id }) => id === params.invitation)
    if (!open) return refuse('unknown-invitation', 'It was accepted or withdrawn already.')
    await tx.saveInvitation({ ...open, endedAt: asOf })
    const { id, email, roles } = open
    await tx.record(
      entryOf(asked, {
        action: 'invitation-withdrawn',
        object: { id, name: email },
        before: { email, roles },
      }),
    )
    return answer({ removed: true })
  })
}

async function refusalOfMember(reads: TeamReads, id: string | undefined) {
  if (id === undefined) return undefined
  const [member] = await reads.members([id])
  if (!member || member.removedAt !== undefined) {
    return refuse('unknown-member', `The team has no member ${id}.`)
  }
  if (member.person === undefined) return undefined
  return refuse('already-member', `Somebody signs in as ${member.name} already.`)
}

function told({ id, email, roles, createdAt, actor, expiresAt }: Invitation) {
  return { id, email, roles: [...roles], invitedAt: createdAt, invitedBy: actor.name, expiresAt }
}
