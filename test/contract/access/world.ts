import { entryOf, OPERATOR } from '#api/audit/entry.ts'
import { makeKey } from '#api/keys/key-text.ts'
import type { KeyRecord } from '#api/records.ts'
import { memoryLimits } from '#mocks/memory-limits.ts'
import type { Engine } from '#server/database/engine.ts'
import { openEmbedReplySchema } from '#shared/contract/embed.ts'
import { EMBED_HEADER } from '#shared/contract/embed-path.ts'
import { KEY_SCOPES, type KeyScope } from '#shared/contract/key.ts'
import { ROLES } from '#shared/contract/values.ts'
import { MINUTE } from '#shared/credits/amounts.ts'
import { rateLimits } from '#shared/credits/rate-limit.ts'
import { flowly, postman, scriptedAccounts } from '#test/support/scripted-accounts.ts'
import { cookieOf, type SignInHost, signInHost } from '#test/support/sign-in.ts'
import { NOW } from '#test/support/team.ts'
import { ask, clientOf } from './request.ts'
import { type Crew, makeTeam, type Somebody, signUp, type Things } from './team-things.ts'

export const ACME = { id: 'acme', word: 'Acme', prefix: '' }
/** Whatever is of this team has the word in it, so that it is seen wherever it gets to. */
export const BETA = { id: 'beta', word: 'Canary', prefix: 'canary-' }

export type World = {
  host: SignInHost
  engine: Engine
  acme: { crew: Crew; things: Things }
  beta: { crew: Crew; things: Things }
  /** Looks after the server, and is in no team. */
  operator: Somebody
  /** In no team. */
  stranger: Somebody
  /** A key for all teams with all scopes. */
  hostKey: string
  /** A number that nobody had before; a minute passes. */
  next: () => number
}

const MANY = 1_000_000
const LIMITS = rateLimits({ requestsPerMinute: MANY })

/** Two teams with the same things under the same and under other ids, and people of either and none. */
export async function makeWorld(engine: Engine, at = NOW): Promise<World> {
  const accounts = scriptedAccounts()
  accounts.answer(({ provider }) =>
    provider === 'flowly' ? flowly({ plan: 1 }) : postman({ flow_requests: 1 }),
  )
  const host = await signInHost({
    engine,
    connector: accounts.connector,
    limits: memoryLimits({
      limits: { ...LIMITS, 'sign-ins': LIMITS.requests, links: LIMITS.requests },
      now: () => NOW,
    }),
  })
  host.setNow(at)
  const hostKey = await makeHostKey(host, { scopes: KEY_SCOPES, teams: 'all' })
  let count = 0
  return {
    host,
    engine,
    hostKey,
    acme: await makeTeam(host, { ...ACME, hostKey, at }),
    beta: await makeTeam(host, { ...BETA, hostKey, at }),
    operator: await signUp(host, 'operator@server.example', true),
    stranger: await signUp(host, 'stranger@elsewhere.example'),
    next: () => {
      count++
      host.setNow(at + count * MINUTE)
      return count
    },
  }
}

/** As the operator makes one at the terminal. */
export async function makeHostKey(
  { store }: Pick<SignInHost, 'store'>,
  given: { scopes: readonly KeyScope[]; teams: KeyRecord['teams'] } & Partial<KeyRecord>,
): Promise<string> {
  const { secret, ...known } = makeKey('service')
  const key: KeyRecord = {
    ...known,
    kind: 'service',
    name: 'Host',
    source: '/all/',
    ...(given.scopes.includes('embed') ? { roles: ROLES } : {}),
    createdAt: NOW,
    actor: { id: 'operator', name: 'Operator' },
    ...given,
  }
  const change = { action: 'service-key-made', object: { id: key.id, name: key.name } } as const
  await store.saveHostKey(key, entryOf({ by: OPERATOR, asOf: NOW }, change))
  return secret
}

/** The token of a link that opens the dashboard as the member. */
export async function embedToken(
  { host, hostKey }: Pick<World, 'host' | 'hostKey'>,
  { team, member }: { team: string; member: string },
): Promise<string> {
  const runner = clientOf(host, { authorization: `Bearer ${hostKey}` })
  const { url } = await runner.call('createEmbedLink', { params: { team }, body: { member } })
  return new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? ''
}

/** What a page sends that was opened by such a link. */
export async function openEmbedded(
  world: Pick<World, 'host' | 'hostKey'>,
  of: { team: string; member: string },
): Promise<{ cookie: string; [EMBED_HEADER]: string }> {
  const response = await ask(world.host, 'openEmbed', {
    body: { token: await embedToken(world, of) },
  })
  const { embed } = openEmbedReplySchema.parse(await response.json())
  return { cookie: cookieOf(response.headers.getSetCookie()), [EMBED_HEADER]: embed }
}
