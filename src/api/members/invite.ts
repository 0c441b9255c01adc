import type { z } from 'zod'
import type { inviteBodySchema } from '#shared/contract/member.ts'
import type { Reply } from '#shared/contract/routes.ts'
import type { Role } from '#shared/contract/values.ts'
import { DAY, type Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { MOST_OF_TEAM } from '#shared/credits/team-limits.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { AuditState, Author } from '../audit/records.ts'
import { tooManyInvitations } from '../limits/limit-sending.ts'
import { makeTeamToken } from '../people/team-token.ts'
import type { TeamReads, TeamWrites, Viewer } from '../ports.ts'
import type { Invitation, Member } from '../records.ts'
import type { Common } from '../team-route.ts'
import { refusalOfGrant } from './grants.ts'
import { memberToLink, openInvitations } from './may-invite.ts'
import { refusalOfSeats } from './seats.ts'

const VALID_DAYS = 7

const TOO_MANY = refuse(
  'too-many-invitations',
  `A team has at most ${MOST_OF_TEAM.invitations} open invitations. Withdraw some, or wait until they are accepted.`,
)

/**
 * Invites an address. The token goes there by mail and nowhere else: whoever has it has shown that the
 * address is theirs.
 */
export async function invite(
  asked: Common & { params: { team: string }; body: z.output<typeof inviteBodySchema> },
): Promise<Answer<Reply<'invite'>>> {
  const { team, viewer, ports, asOf, params, body } = asked
  const { people } = ports
  if (!people) return refuse('no-sign-in', 'Nobody signs in here, so nobody can be invited.')
  const { email } = body
  const limited = await tooManyInvitations(ports, { team: params.team, email })
  if (limited) return limited
  const actor = { kind: 'person', id: viewer.id, name: viewer.name } as const
  const { invitation, token } = await makeInvitation({ ...body, team: params.team, asOf, actor })
  const known = await people.find(email)
  const saved = await team.write(async (tx) => {
    const refusal = await refusalOfInviting(tx, { viewer, body })
    if (refusal) return refusal
    if (known && (await tx.memberOf(known.id))) {
      return refuse('already-member', `Somebody in the team has the address ${email}.`)
    }
    const { catalog } = ports
    const written = await writeInvitation(tx, { invitation, by: asked.by, catalog })
    if (!written.ok) return written
    const profile = await tx.profile()
    const member = await memberToLink(tx, invitation)
    const name = profile?.name ?? params.team
    return answer({ team: { id: params.team, name }, told: told({ invitation, member }) })
  })
  if (!saved.ok) return saved
  await people.mailInvitation({ email, token, team: saved.value.team, by: viewer.name })
  return answer(saved.value.told)
}

/** Whoever accepts has the named member's roles too: else an Admin could become a Billing admin so. */
async function refusalOfInviting(
  tx: TeamReads,
  { viewer, body }: { viewer: Viewer; body: z.output<typeof inviteBodySchema> },
): Promise<Refusal | undefined> {
  const refusal = await refusalOfGrant(tx, { viewer, roles: body.roles })
  if (refusal) return refusal
  const member = await memberToLink(tx, body)
  const held = member && (await refusalOfGrant(tx, { viewer, roles: member.roles }))
  return held && refuse('forbidden', `${member.name} keeps their roles. ${held.detail}`)
}

/** An invitation, and the token that opens it. */
export async function makeInvitation(asked: {
  team: string
  email: string
  roles: readonly Role[]
  member?: string | undefined
  actor: Invitation['actor']
  asOf: Millis
}): Promise<{ invitation: Invitation; token: string }> {
  const { team, email, roles, member, actor, asOf } = asked
  const { token, hash } = makeTeamToken(team)
  const invitation = {
    id: crypto.randomUUID(),
    email,
    roles,
    ...(member === undefined ? {} : { member }),
    hash,
    createdAt: asOf,
    expiresAt: asOf + VALID_DAYS * DAY,
    actor,
  }
  return { invitation, token }
}

/** An earlier invitation of the address is over. */
export async function writeInvitation(
  tx: TeamWrites,
  { invitation, by, catalog }: { invitation: Invitation; by: Author; catalog: Catalog },
): Promise<Answer<undefined>> {
  const { id, email, member, createdAt: asOf } = invitation
  const refusal =
    member === undefined
      ? await refusalOfSeats(tx, { catalog, at: asOf })
      : await refusalOfMember(tx, member)
  if (refusal) return refusal
  const open = await openInvitations(tx, asOf)
  const others = open.filter(({ invitation: each }) => each.email !== email)
  const earlier = (await tx.invitations()).filter(
    (each) => each.email === email && each.expiresAt > asOf,
  )
  if (others.length >= MOST_OF_TEAM.invitations) return TOO_MANY
  for (const each of earlier) await tx.saveInvitation({ ...each, endedAt: asOf })
  await tx.saveInvitation(invitation)
  const object = { id, name: email }
  const after = stateOf(invitation)
  await tx.record(entryOf({ by, asOf }, { action: 'invitation-sent', object, after }))
  return answer(undefined)
}

export async function invitationsView({
  team,
  asOf,
}: Common): Promise<Answer<Reply<'invitations'>>> {
  return team.read(async (reads) => {
    const open = await openInvitations(reads, asOf)
    return answer({ asOf, invitations: open.map(told) })
  })
}

export async function withdrawInvitation(
  asked: Common & { params: { invitation: string } },
): Promise<Answer<Reply<'withdrawInvitation'>>> {
  const { team, asOf, params } = asked
  return team.write(async (tx) => {
    const open = (await tx.invitations()).find(({ id }) => id === params.invitation)
    if (!open) return refuse('unknown-invitation', 'It was accepted or withdrawn already.')
    await tx.saveInvitation({ ...open, endedAt: asOf })
    const { id, email } = open
    await tx.record(
      entryOf(asked, {
        action: 'invitation-withdrawn',
        object: { id, name: email },
        before: stateOf(open),
      }),
    )
    return answer({ removed: true })
  })
}

async function refusalOfMember(reads: TeamReads, id: string) {
  const [member] = await reads.members([id])
  if (!member || member.removedAt !== undefined) {
    return refuse('unknown-member', `The team has no member ${id}.`)
  }
  if (member.person === undefined) return undefined
  return refuse('already-member', `Somebody signs in as ${member.name} already.`)
}

function told({ invitation, member }: { invitation: Invitation; member: Member | undefined }) {
  const { id, email, roles, createdAt, actor, expiresAt } = invitation
  return {
    id,
    email,
    roles: [...roles],
    ...(member ? { member: { id: member.id, name: member.name } } : {}),
    invitedAt: createdAt,
    invitedBy: actor.name,
    expiresAt,
  }
}

function stateOf({ email, roles, member }: Invitation): AuditState {
  return { email, roles, ...(member === undefined ? {} : { member }) }
}
