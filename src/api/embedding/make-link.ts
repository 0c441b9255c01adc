import type { z } from 'zod'
import type { embedLinkBodySchema, embedLinkReplySchema } from '#shared/contract/embed.ts'
import { EMBED_PATH } from '#shared/contract/embed-path.ts'
import { MINUTE, type Millis, SECOND } from '#shared/credits/amounts.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { Author } from '../audit/records.ts'
import type { Host } from '../keys/host.ts'
import { makeTeamToken } from '../people/team-token.ts'
import type { Ports, TeamReads } from '../ports.ts'
import { embedRoles } from './embed-roles.ts'

/** A link is asked for when the page around it is: longer than a slow start it need not live. */
const LINK_LIFE = MINUTE
/** Of one member, unused: what keeps them from piling up. */
const MOST_OPEN = 100

/** A link that opens the dashboard as the member, once. Its token is in the answer and nowhere else. */
export async function makeEmbedLink(
  asked: { team: string; host: Host; by: Author; body: z.output<typeof embedLinkBodySchema> },
  ports: Ports,
): Promise<Answer<z.input<typeof embedLinkReplySchema>>> {
  const { team, host, by, body } = asked
  const { store, embedding } = ports
  if (!embedding) return refuse('not-found', 'This host shows its pages to nobody.')
  const ofTeam = store.team(team)
  if (!(await ofTeam.profile())) return refuse('unknown-team', `There is no team ${team}.`)
  const { token, hash } = makeTeamToken(team)
  const asOf = ports.now()
  const expiresAt = asOf + LINK_LIFE
  const { key } = host
  return ofTeam.write(async (tx) => {
    const [member] = await tx.members([body.member])
    if (!member || member.removedAt !== undefined) {
      return refuse('unknown-member', `The team has no member ${body.member}.`)
    }
    const roles = await embedRoles(tx, { member, key })
    if (roles.length === 0) return NOTHING_GIVEN
    const refusal = await tooManyOpen(tx, { member: member.id, asOf })
    if (refusal) return refusal
    await tx.endEmbeds({ kind: 'over', at: asOf })
    await tx.addEmbed({
      kind: 'link',
      hash,
      member: member.id,
      ...(key ? { key: key.id } : {}),
      by: host.actor,
      path: body.path,
      createdAt: asOf,
      expiresAt,
    })
    const object = { id: member.id, name: member.name }
    const after = { path: body.path, roles, expiresAt }
    await tx.record(entryOf({ by, asOf }, { action: 'embedding-link-made', object, after }))
    // After the #, so that neither a log nor another site is told it.
    const address = `${EMBED_PATH}#token=${encodeURIComponent(token)}`
    return answer({ url: new URL(address, embedding.publicUrl).href, expiresAt })
  })
}

const NOTHING_GIVEN = refuse(
  'forbidden',
  'This key gives nothing that the member may see. It gives no more than its maker may, and nothing once its maker is gone: let another Admin replace it.',
)

async function tooManyOpen(
  reads: TeamReads,
  { member, asOf }: { member: string; asOf: Millis },
): Promise<Refusal | undefined> {
  const links = await reads.embedsOf({ member, kind: 'link' })
  const open = links.filter(({ expiresAt }) => expiresAt > asOf)
  const [oldest] = open
  if (!oldest || open.length < MOST_OPEN) return undefined
  const detail = `There are ${MOST_OPEN} unused links for this member. Each is over after a minute.`
  const retryAfterSeconds = Math.max(1, Math.ceil((oldest.expiresAt - asOf) / SECOND))
  return { ...refuse('rateLimited', detail), retryAfterSeconds }
}
