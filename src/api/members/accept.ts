import type { z } from 'zod'
import type { acceptBodySchema } from '#shared/contract/member.ts'
import type { Reply } from '#shared/contract/routes.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import { personActor } from '../audit/person-entry.ts'
import type { Author } from '../audit/records.ts'
import type { Asker, PeopleAnswer } from '../people/people-route.ts'
import type { People, Person } from '../people/ports.ts'
import { teamIn } from '../people/team-token.ts'
import { hashOf } from '../people/tokens.ts'
import type { Ports, TeamReads, TeamWrites } from '../ports.ts'
import type { Invitation, Member } from '../records.ts'
import { mayStillInvite, memberToLink, rolesOfAccepting } from './may-invite.ts'
import { refusalOfSeats } from './seats.ts'

type Asked = Asker & { people: People; ports: Ports }

const NOT_OPEN = refuse(
  'link-over',
  'This invitation was accepted or withdrawn, is older than a week, or whoever sent it can’t invite you like that any more. Ask for another one.',
)

export async function readInvitation(
  asked: Asked & { body: { token: string } },
): Promise<Answer<Reply<'readInvitation'>>> {
  const { people, ports, body } = asked
  const team = ports.store.team(teamIn(body.token))
  const profile = await team.profile()
  const invitation = profile && (await openInvitation(team, { ...body, at: ports.now() }))
  if (!invitation || !(await mayStillInvite(team, invitation))) return NOT_OPEN
  const { email, actor } = invitation
  const roles = await rolesOfAccepting(team, invitation)
  const known = (await people.find(email)) !== undefined
  return answer({ team: profile.name, email, roles, invitedBy: actor.name, known })
}

/**
 * Joins the team, once. Whoever has an account signs in first: the mail could be in other hands by
 * now. Somebody new is made known with it.
 */
export async function acceptInvitation(
  asked: Asked & { body: z.output<typeof acceptBodySchema> },
): Promise<PeopleAnswer<Reply<'acceptInvitation'>>> {
  const { people, ports, origin, requestId, body } = asked
  const id = teamIn(body.token)
  const team = ports.store.team(id)
  const at = ports.now()
  const open = (await team.profile()) && (await openInvitation(team, { ...body, at }))
  if (!open) return NOT_OPEN
  // Asked before anybody is made known for it, and once more inside the transaction.
  const early = await team.read((reads) => refusalOf(reads, { ports, invitation: open, at }))
  if (early) return early
  const joining = await personFor(asked, open)
  if (!joining.ok) return joining
  const { person, isNew } = joining.value
  const joined = await team.write(async (tx) => {
    const invitation = await openInvitation(tx, { ...body, at })
    const by = { actor: personActor(person), address: origin.address, requestId }
    return invitation ? join(tx, { ports, invitation, person, at, by }) : NOT_OPEN
  })
  if (!isNew) return joined.ok ? answer({ team: id }) : joined
  if (!joined.ok) {
    // Somebody else took the seat meanwhile: of whom this request made known nothing is left.
    await people.forget(person.id)
    return joined
  }
  const entered = await people.enter({ email: person.email, origin })
  return { ...answer({ team: id }), ...(entered ? { cookies: entered.cookies } : {}) }
}

async function personFor(
  { people, headers, body }: Asked & { body: z.output<typeof acceptBodySchema> },
  { email }: Invitation,
): Promise<Answer<{ person: Person; isNew: boolean }>> {
  const signedIn = await people.signedIn(headers)
  if (signedIn) {
    const { person } = signedIn
    if (person.email === email) return answer({ person, isNew: false })
    return refuse(
      'forbidden',
      `This invitation is for ${email}; you are signed in as ${person.email}.`,
    )
  }
  if (await people.find(email)) return signInFirst(email)
  if (!body.person) return refuse('invalid-request', 'Somebody new needs a name and a password.')
  const person = await makePerson(people, { ...body.person, email })
  return person ? answer({ person, isNew: true }) : signInFirst(email)
}

/** Nothing where somebody has made the same known at the same moment. */
async function makePerson(
  people: People,
  person: { name: string; email: string; password: string },
): Promise<Person | undefined> {
  try {
    return await people.create({ ...person, operator: false })
  } catch (error) {
    if (await people.find(person.email)) return undefined
    throw error
  }
}

function signInFirst(email: string): Refusal {
  return refuse('sign-in-first', `Sign in as ${email}, then accept.`)
}

async function join(
  tx: TeamWrites,
  options: { ports: Ports; invitation: Invitation; person: Person; at: Millis; by: Author },
): Promise<Answer<undefined>> {
  const { ports, invitation, person, at, by } = options
  const refusal = await refusalOf(tx, { ports, invitation, at })
  if (refusal) return refusal
  if (await tx.memberOf(person.id)) return refuse('already-member', 'You are in the team already.')
  const roles = await rolesOfAccepting(tx, invitation)
  const known = await memberToLink(tx, invitation)
  if (known) {
    await tx.changeMember({ ...known, roles, person: person.id })
  } else {
    await tx.addMembers([newMember({ person, roles, at })])
  }
  await tx.saveInvitation({ ...invitation, endedAt: at })
  const object = { id: invitation.id, name: invitation.email }
  const after = { roles, ...(known ? { member: known.id } : {}) }
  await tx.record(entryOf({ by, asOf: at }, { action: 'invitation-accepted', object, after }))
  return answer(undefined)
}

/** Why nobody can accept it now, whoever they are. */
async function refusalOf(
  reads: TeamReads,
  { ports, invitation, at }: { ports: Ports; invitation: Invitation; at: Millis },
): Promise<Refusal | undefined> {
  if (!(await mayStillInvite(reads, invitation))) return NOT_OPEN
  if (await memberToLink(reads, invitation)) return undefined
  return refusalOfSeats(reads, { catalog: ports.catalog, at })
}

function newMember(options: { person: Person; roles: Invitation['roles']; at: Millis }): Member {
  const { person, roles, at } = options
  const { name, email } = person
  // Not the person's own id: one who comes back after being removed is another member.
  return { id: crypto.randomUUID(), name, email, roles, createdAt: at, person: person.id }
}

async function openInvitation(
  reads: Pick<TeamReads, 'invitations'>,
  { token, at }: { token: string; at: Millis },
): Promise<Invitation | undefined> {
  const hash = hashOf(token)
  const found = (await reads.invitations()).find((each) => each.hash === hash)
  return found && found.expiresAt > at ? found : undefined
}
