import type { KeyRecord } from '#api/records.ts'
import { KEY_SCOPES, type KeyScope } from '#shared/contract/key.ts'
import { ROLES, type Role } from '#shared/contract/values.ts'
import { NOW } from '#test/support/team.ts'
import { clientOf } from './request.ts'
import { type Somebody, signUp } from './team-things.ts'
import { makeHostKey, openEmbedded, type World } from './world.ts'

type Headers = Record<string, string>

/** Somebody or something that asks. */
export type Column = { name: string; headers: Headers } & (
  | { kind: 'nobody' }
  /** `roles` are those in Acme; none for somebody who is not in it. */
  | { kind: 'person'; somebody: Somebody; roles: readonly Role[]; operator: boolean }
  | { kind: 'personal key'; roles: readonly Role[] }
  | { kind: 'service key'; scopes: readonly KeyScope[]; isFor: boolean; source: string }
  | { kind: 'dead key' }
  /** In a host product, by a link of its. */
  | { kind: 'embedded'; roles: readonly Role[] }
)

/** Everybody who can come to the door of Acme. */
export async function columnsOf(world: World): Promise<Column[]> {
  const persons = await personsOf(world)
  return [
    { kind: 'nobody', name: 'nobody', headers: {} },
    ...persons,
    ...(await personalKeysOf(world)),
    ...(await serviceKeysOf(world)),
    ...(await deadKeysOf(world)),
    ...(await embeddedOf(world)),
  ]
}

async function personsOf(world: World): Promise<Column[]> {
  const { ada, bill, cara, dora } = world.acme.crew
  return [
    person('Admin', ada, ['admin']),
    person('Billing', bill, ['billing']),
    person('Member', cara, ['member']),
    person('Admin and Billing', dora, ['admin', 'billing']),
    person('of another team', world.beta.crew.dora, []),
    person('of no team', world.stranger, []),
    person('removed', await removed(world), []),
    { ...person('operator', world.operator, []), operator: true },
  ]
}

function person(name: string, somebody: Somebody, roles: readonly Role[]) {
  const { headers } = somebody
  return { kind: 'person', name, somebody, roles, headers, operator: false } as const
}

/** Whose session lives on after they were removed. */
async function removed({ host, acme }: World): Promise<Somebody> {
  const rex = await signUp(host, 'rex@acme.example')
  const { person, email } = rex
  const member = { id: 'rex', name: 'Rex', email, roles: ROLES, person, createdAt: NOW }
  await host.store.team('acme').write((tx) => tx.addMembers([member]))
  const params = { team: 'acme', member: 'rex' }
  await clientOf(host, acme.crew.dora.headers).call('removeMember', { params })
  return rex
}

async function personalKeysOf({ host, acme, beta }: World): Promise<Column[]> {
  const make = async (somebody: Somebody, team = 'acme') => {
    const asked = { params: { team }, body: { name: 'Script' } }
    const { secret } = await clientOf(host, somebody.headers).call('createOwnKey', asked)
    return { kind: 'personal key', headers: bearer(secret) } as const
  }
  const { ada, bill, cara, dora } = acme.crew
  return [
    { name: 'key of an Admin', roles: ['admin'], ...(await make(ada)) },
    { name: 'key of Billing', roles: ['billing'], ...(await make(bill)) },
    { name: 'key of a Member', roles: ['member'], ...(await make(cara)) },
    { name: 'key of Admin and Billing', roles: ['admin', 'billing'], ...(await make(dora)) },
    { name: 'personal key of another team', roles: [], ...(await make(beta.crew.dora, 'beta')) },
  ]
}

const REACHES: { name: string; teams: KeyRecord['teams']; isFor: boolean }[] = [
  { name: 'this team', teams: ['acme'], isFor: true },
  { name: 'another team', teams: ['beta'], isFor: false },
  { name: 'all teams', teams: 'all', isFor: true },
]

async function serviceKeysOf({ host }: World): Promise<Column[]> {
  const columns: Column[] = []
  for (const scope of KEY_SCOPES) {
    for (const { name, teams, isFor } of REACHES) {
      const source = `/${scope}-${columns.length}/`
      const headers = bearer(await makeHostKey(host, { scopes: [scope], teams, source }))
      const key = { kind: 'service key', scopes: [scope], isFor, source } as const
      columns.push({ ...key, name: `key for ${scope} of ${name}`, headers })
    }
  }
  return columns
}

async function deadKeysOf({ host, acme }: World): Promise<Column[]> {
  const dora = clientOf(host, acme.crew.dora.headers)
  const params = { team: 'acme' }
  const name = 'Revoked'
  const body = { name, scopes: ['events', 'runs'], source: '/revoked/' }
  const service = await dora.call('createServiceKey', { params, body })
  await dora.call('endServiceKey', { params: { ...params, key: service.id } })
  const personal = await dora.call('createOwnKey', { params, body: { name } })
  await dora.call('endOwnKey', { params: { ...params, key: personal.id } })
  const all = { scopes: KEY_SCOPES, teams: 'all' } as const
  const expired = await makeHostKey(host, { ...all, source: '/expired/', expiresAt: NOW })
  return [
    { kind: 'dead key', name: 'revoked service key', headers: bearer(service.secret) },
    { kind: 'dead key', name: 'revoked personal key', headers: bearer(personal.secret) },
    { kind: 'dead key', name: 'expired key', headers: bearer(expired) },
  ]
}

async function embeddedOf(world: World): Promise<Column[]> {
  const open = (member: string, team = 'acme') => openEmbedded(world, { team, member })
  const over = await open('dora')
  await world.host.store
    .team('acme')
    .write((tx) => tx.endEmbeds({ kind: 'member', member: 'dora' }))
  // Says that it is embedded: what else its browser has is not asked.
  const cookie = `${over.cookie}; ${world.acme.crew.dora.headers.cookie}`
  const both = ['admin', 'billing'] as const
  return [
    { kind: 'nobody', name: 'embedded, over, beside a session', headers: { ...over, cookie } },
    { kind: 'embedded', name: 'embedded Admin', roles: ['admin'], headers: await open('ada') },
    { kind: 'embedded', name: 'embedded Billing', roles: ['billing'], headers: await open('bill') },
    { kind: 'embedded', name: 'embedded Member', roles: ['member'], headers: await open('cara') },
    { kind: 'embedded', name: 'embedded, both', roles: both, headers: await open('dora') },
    {
      kind: 'embedded',
      name: 'embedded of another team',
      roles: [],
      headers: await open('dora', 'beta'),
    },
  ]
}

function bearer(secret: string): Headers {
  return { authorization: `Bearer ${secret}` }
}
