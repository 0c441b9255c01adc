import { type Answer, answer, refuse } from '../answer.ts'
import { teamIn } from '../people/team-token.ts'
import { hashOf } from '../people/tokens.ts'
import type { Ports, Viewer } from '../ports.ts'
import { tokenOf } from './embed-cookie.ts'
import { embedRoles, isVouchedFor } from './embed-roles.ts'

/** Somebody who looks at one team's dashboard in a host product, by a link of its. */
export type Embedded = {
  team: string
  viewer: Viewer
  /** Who signs in as this member, if anybody does. */
  person: string | undefined
}

const OVER = refuse(
  'signed-out',
  'This view is over. Open it again from the product that you came from.',
)

/**
 * Whom a request of an embedded page comes from; nothing for one of another page. What the link was
 * given for is asked anew each time: member, key and roles as they are now.
 */
export async function embeddedIn(
  ports: Pick<Ports, 'store' | 'embedding' | 'now' | 'people'>,
  headers: Headers,
): Promise<Answer<Embedded> | undefined> {
  const { store, embedding, now } = ports
  const sent = embedding && tokenOf(embedding, headers)
  if (!sent) return undefined
  const { token } = sent
  if (token === undefined) return OVER
  const team = teamIn(token)
  const reads = store.team(team)
  const asOf = now()
  const session = await reads.embed(hashOf(token))
  if (session?.kind !== 'session' || session.expiresAt <= asOf) return OVER
  const key = session.key === undefined ? undefined : await store.key(session.key)
  if (!isVouchedFor(ports, { embed: session, key, asOf })) return OVER
  const [member] = await reads.members([session.member])
  if (!member || member.removedAt !== undefined) return OVER
  const roles = await embedRoles(reads, { member, key })
  if (roles.length === 0) return OVER
  const { id, name, person } = member
  const embedded = { session: session.hash, key, by: session.by }
  return answer({ team, person, viewer: { id, name, member: { id, name }, roles, embedded } })
}
