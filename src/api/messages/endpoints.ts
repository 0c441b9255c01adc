import type { AuditAction } from '#shared/contract/audit-actions.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { MOST_OF_TEAM } from '#shared/credits/team-limits.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import { entryOf } from '../audit/entry.ts'
import type { Common } from '../team-route.ts'
import type { Endpoint } from './records.ts'

const SECRET_BYTES = 24
const ID_BYTES = 8

type EndpointAnswer = Answer<Reply<'createEndpoint'>>
type OfEndpoint = Common & { params: { endpoint: string } }

export async function listEndpoints({ team, asOf }: Common): Promise<Answer<Reply<'endpoints'>>> {
  return answer({ asOf, endpoints: (await team.endpoints()).map(withoutSecret) })
}

export async function createEndpoint(
  asked: Common & { body: { url: string } },
): Promise<EndpointAnswer> {
  const { team, body, asOf } = asked
  if (!URL.canParse(body.url)) {
    return refuse('invalid-request', 'The body is not valid, at $.url: must be an absolute URL.')
  }
  return team.write(async (tx) => {
    if ((await tx.endpoints()).length >= MOST_OF_TEAM.webhooks) {
      return refuse(
        'too-many-endpoints',
        `A team has at most ${MOST_OF_TEAM.webhooks}: remove one first.`,
      )
    }
    const id = `wh-${hex(random(ID_BYTES))}`
    const secret = `whsec_${btoa(String.fromCharCode(...random(SECRET_BYTES)))}`
    const endpoint: Endpoint = { id, url: body.url, secret, state: 'on', createdAt: asOf }
    await tx.saveEndpoints([endpoint])
    await tx.record(entryOf(asked, { ...of(endpoint, 'webhook-added'), after: stateOf(endpoint) }))
    return answer({ asOf, endpoint: withoutSecret(endpoint), secret })
  })
}

/** Turned on again it starts afresh: what it failed before does not count. */
export async function switchEndpoint(
  asked: OfEndpoint & { body: { on: boolean } },
): Promise<EndpointAnswer> {
  const { team, params, body, asOf } = asked
  return team.write(async (tx) => {
    const before = (await tx.endpoints()).find(({ id }) => id === params.endpoint)
    if (!before) return unknown(params.endpoint)
    const { failingSince: _, ...rest } = before
    const endpoint: Endpoint = { ...rest, state: body.on ? 'on' : 'off' }
    await tx.saveEndpoints([endpoint])
    const decided = { before: stateOf(before), after: stateOf(endpoint) }
    await tx.record(entryOf(asked, { ...of(endpoint, 'webhook-switched'), ...decided }))
    return answer({ asOf, endpoint: withoutSecret(endpoint) })
  })
}

export async function deleteEndpoint(asked: OfEndpoint): Promise<Answer<Reply<'endpoints'>>> {
  const { team, params, asOf } = asked
  return team.write(async (tx) => {
    const before = await tx.endpoints()
    const gone = before.find(({ id }) => id === params.endpoint)
    if (!gone) return unknown(params.endpoint)
    await tx.deleteEndpoint(params.endpoint)
    await tx.record(entryOf(asked, { ...of(gone, 'webhook-removed'), before: stateOf(gone) }))
    const left = before.filter(({ id }) => id !== params.endpoint)
    return answer({ asOf, endpoints: left.map(withoutSecret) })
  })
}

function of<A extends AuditAction>({ id, url }: Endpoint, action: A) {
  return { action, object: { id, name: hostIn(url) } }
}

/** The path and query of an address can hold a secret of whoever takes the messages. */
function stateOf({ url, state }: Endpoint) {
  return { host: hostIn(url), state }
}

function hostIn(url: string): string {
  return new URL(url).origin
}

function unknown(id: string) {
  return refuse('unknown-endpoint', `The team has no webhook ${id}.`)
}

function withoutSecret({ secret: _, ...endpoint }: Endpoint) {
  return endpoint
}

function random(bytes: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(bytes))
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
