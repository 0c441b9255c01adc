import type { z } from 'zod'
import type { openEmbedBodySchema, openEmbedReplySchema } from '#shared/contract/embed.ts'
import { HOUR, type Millis, SECOND } from '#shared/credits/amounts.ts'
import { answer, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { Asker, PeopleAnswer } from '../people/people-route.ts'
import { makeTeamToken, teamIn } from '../people/team-token.ts'
import { hashOf } from '../people/tokens.ts'
import type { Ports, TeamWrites } from '../ports.ts'
import type { KeyRecord, Member } from '../records.ts'
import { embedCookie, embedIdOf, embedsIn, endedCookie } from './embed-cookie.ts'
import { embedRoles, isVouchedFor } from './embed-roles.ts'
import type { Embedding } from './ports.ts'
import type { Embed } from './records.ts'

/** A working day, from the first moment on, however much it is used. */
const SESSION_LIFE = 8 * HOUR
/** Of one member, in all browsers: the oldest is over when there is another. */
const MOST_SESSIONS = 1_000
/** In one browser: it sends all of their cookies with each request, which may only be so long. */
const MOST_IN_BROWSER = 20

const LINK_OVER = refuse(
  'link-over',
  'A link opens the dashboard once, within a minute. Open it again from the product that you came from.',
)

/** The link becomes a session of this browser, for its member and team; of any number at once, one does. */
export async function openEmbed(
  asked: Asker & { ports: Ports; body: z.output<typeof openEmbedBodySchema> },
): Promise<PeopleAnswer<z.input<typeof openEmbedReplySchema>>> {
  const { ports, body } = asked
  const { store, embedding } = ports
  const team = teamIn(body.token)
  const ofTeam = store.team(team)
  if (!embedding || !(await ofTeam.profile())) return LINK_OVER
  const hash = hashOf(body.token)
  const asOf = ports.now()
  const link = await ofTeam.embed(hash)
  const key = link?.key === undefined ? undefined : await store.key(link.key)
  if (link?.kind !== 'link' || link.expiresAt <= asOf) return LINK_OVER
  if (!isVouchedFor(ports, { embed: link, key, asOf })) return LINK_OVER
  const made = makeTeamToken(team)
  const browser = await browserOf(embedding, { asked, team, link })
  const opened = await ofTeam.write(async (tx) => {
    const taken = await takeLink(tx, { hash, key })
    if (!taken) return LINK_OVER
    // What the browser holds of this member is replaced, not only forgotten.
    if (browser.earlier !== undefined) await tx.endEmbeds({ kind: 'token', hash: browser.earlier })
    await makeRoom(tx, { member: taken.member.id, asOf })
    const expiresAt = asOf + SESSION_LIFE
    await tx.addEmbed({ ...link, kind: 'session', hash: made.hash, createdAt: asOf, expiresAt })
    await tx.record(entryOfOpening(asked, { ...taken, link, asOf }))
    return answer(undefined)
  })
  if (!opened.ok) return opened
  const { id, tooMany } = browser
  const cookie = embedCookie(embedding, { id, token: made.token, seconds: SESSION_LIFE / SECOND })
  const cookies = [...tooMany.map((each) => endedCookie(embedding, each)), cookie]
  return { ...answer({ embed: id, path: link.path }), cookies }
}

/** Alone on the team: whoever finds the link has it. */
async function takeLink(
  tx: TeamWrites,
  { hash, key }: { hash: string; key: KeyRecord | undefined },
): Promise<{ member: Member } | undefined> {
  const link = await tx.embed(hash)
  if (!link) return undefined
  await tx.endEmbeds({ kind: 'token', hash })
  const [member] = await tx.members([link.member])
  if (!member || member.removedAt !== undefined) return undefined
  const roles = await embedRoles(tx, { member, key })
  return roles.length === 0 ? undefined : { member }
}

async function makeRoom(tx: TeamWrites, { member, asOf }: { member: string; asOf: Millis }) {
  await tx.endEmbeds({ kind: 'over', at: asOf })
  const sessions = await tx.embedsOf({ member, kind: 'session' })
  const tooMany = Math.max(0, sessions.length + 1 - MOST_SESSIONS)
  for (const { hash } of sessions.slice(0, tooMany)) await tx.endEmbeds({ kind: 'token', hash })
}

function entryOfOpening(
  { origin, requestId }: Asker,
  { member, link, asOf }: { member: Member; link: Embed; asOf: Millis },
) {
  const { id, name } = member
  const actor = { kind: 'person', id, name } as const
  const by = { actor, via: link.by, address: origin.address, requestId }
  const { browser } = origin
  const after = { way: 'embedding link', ...(browser === undefined ? {} : { browser }) }
  return entryOf({ by, asOf }, { action: 'signed-in', object: { id, name }, after })
}

/** Which dashboard it is in this browser, what the browser holds of it, and of others too many. */
async function browserOf(
  embedding: Embedding,
  { asked, team, link }: { asked: Asker; team: string; link: Embed },
): Promise<{ id: string; earlier: string | undefined; tooMany: readonly string[] }> {
  const id = embedIdOf({ team, member: link.member })
  const held = embedsIn(embedding, asked.headers)
  const token = held.get(id)
  const others = [...held.keys()].filter((each) => each !== id)
  return {
    id,
    earlier: token === undefined ? undefined : hashOf(token),
    tooMany: others.slice(0, Math.max(0, others.length + 1 - MOST_IN_BROWSER)),
  }
}
