import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isOver } from '#api/keys/known-key.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/database/open.ts'
import { type Running, startServer } from '#server/server.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { clientOf } from '#test/contract/access/request.ts'
import { BONUS, signInAgain, type Things } from '#test/contract/access/team-things.ts'
import {
  embedToken,
  makeHostKey,
  makeWorld,
  openEmbedded,
  type World,
} from '#test/contract/access/world.ts'
import { PASSWORD, PUBLIC_URL, SECRET } from '#test/support/sign-in.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import type { Known } from './schema-values.ts'

export type Callers = ReadonlyMap<string, Record<string, string>>

/** A running server with two teams, and a door at its side that puts right what requests break. */
export type Site = {
  address: string
  world: World
  /** Everybody who asks can ask again, of things that are there. */
  mend: () => Promise<{ callers: Callers; known: Known }>
  close: () => Promise<void>
}

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9'

export async function openSite(options: {
  databaseUrl?: string | undefined
  requestsPerMinute: number
}): Promise<Site> {
  const { databaseUrl, requestsPerMinute } = options
  const folder = temporaryFolder()
  const catalog = join(folder.path, 'catalog.json')
  writeFileSync(catalog, JSON.stringify({ ...DEFAULT_CATALOG, requestsPerMinute }))
  const data = join(folder.path, 'data')
  const config = readConfig({
    HEADROOM_PORT: '0',
    HEADROOM_DATA: data,
    HEADROOM_CATALOG: catalog,
    HEADROOM_EXAMPLE: 'off',
    HEADROOM_LOG: 'error',
    HEADROOM_PUBLIC_URL: PUBLIC_URL,
    HEADROOM_SECRET: SECRET,
    HEADROOM_EMBED_IN: 'https://host.example',
    HEADROOM_POSTMAN_URL: NOWHERE,
    HEADROOM_FLOWLY_URL: NOWHERE,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  })
  const running: Running = await startServer(config, new Map())
  const side = await openDatabase({ url: databaseUrl, folder: data, role: 'tool' })
  const world = await makeWorld(side.engine, Date.now())
  await world.host.signIn.people.create({ ...SAM, password: PASSWORD, operator: false })
  return {
    address: running.address,
    world,
    mend: () => mend(world),
    close: async () => {
      await side.close()
      await running.stop()
      folder.remove()
    },
  }
}

async function mend(world: World): Promise<{ callers: Callers; known: Known }> {
  const { host, acme, beta, operator, stranger } = world
  for (const [team, { crew }] of Object.entries({ acme, beta }))
    await mendMembers(world, team, crew)
  const hostKey = await makeHostKey(host, {
    scopes: ['events', 'runs', 'teams', 'embed'],
    teams: 'all',
    source: '/fuzz/',
  })
  const mended = { ...world, hostKey }
  const again = async ({ email }: { email: string }) => signInAgain(host, email)
  const callers = new Map<string, Record<string, string>>([
    ['nobody', {}],
    ['Admin', await again(acme.crew.ada)],
    ['Billing', await again(acme.crew.bill)],
    ['Member', await again(acme.crew.cara)],
    ['Admin and Billing', await again(acme.crew.dora)],
    ['of another team', await again(beta.crew.dora)],
    ['of no team', await again(stranger)],
    ['operator', await again(operator)],
    ['host', { authorization: `Bearer ${hostKey}` }],
    ['personal key', { 'x-api-key': await personalKey(world) }],
    ['embedded', { ...(await openEmbedded(mended, { team: 'acme', member: 'dora' })) }],
  ])
  return { callers, known: await knownOf(mended) }
}

async function mendMembers({ host }: World, team: string, crew: World['acme']['crew']) {
  const roles = {
    ada: ['admin'],
    bill: ['billing'],
    cara: ['member'],
    dora: ['admin', 'billing'],
  } as const
  const names = ['ada', 'bill', 'cara', 'dora'] as const
  await host.store.team(team).write(async (tx) => {
    for (const member of await tx.members(names)) {
      const name = names.find((each) => each === member.id)
      if (!name) continue
      const { removedAt: _, ...rest } = member
      await tx.changeMember({ ...rest, roles: roles[name], person: crew[name].person })
    }
  })
}

async function personalKey({ host, acme }: World): Promise<string> {
  const headers = await signInAgain(host, acme.crew.dora.email)
  // Nobody has more than a few that work.
  await host.store.team('acme').write(async (tx) => {
    for (const key of await tx.keys()) {
      if (key.kind === 'personal') await tx.saveKey({ ...key, expiresAt: 0 })
    }
  })
  const asked = { params: { team: 'acme' }, body: { name: 'Script' } }
  return (await clientOf(host, headers).call('createOwnKey', asked)).secret
}

/** What is there, by the names of the fields that ask for it. */
async function knownOf(world: World): Promise<Known> {
  const { acme, beta, host, stranger } = world
  const reads = host.store.team('acme')
  const of = (name: keyof Things) => [acme.things[name], beta.things[name]]
  const letters = await reads.inbox({ recipient: 'dora', limit: 5 })
  const keys = (await reads.keys()).filter((key) => !isOver(key, Date.now()))
  const serviceKey = keys.find(({ kind }) => kind === 'service')
  const ownKey = keys.find(({ kind }) => kind === 'personal')
  const messages = letters.map(({ message }) => message.id)
  await host.signIn.people.sendLink({ email: stranger.email, origin: ORIGIN })
  const other = await host.signIn.people.signedIn(
    new Headers(await signInAgain(host, acme.crew.dora.email)),
  )
  const run = `run-${world.next()}`
  const asked = { team: 'acme', run, resource: 'api-calls', freeOfCharge: true }
  const runner = clientOf(host, { authorization: `Bearer ${world.hostKey}` })
  await runner.call('admitRun', { params: {}, body: asked })
  const tokens = [
    await embedToken(world, { team: 'acme', member: 'cara' }),
    host.links.at(-1)?.token ?? '',
    host.invitations.at(-1)?.token ?? '',
  ]
  return new Map<string, readonly (string | number)[]>([
    ['team', ['acme', 'acme', 'acme', 'acme', 'beta']],
    ['member', ['cara', 'dora', ...of('member')]],
    ['subject', ['cara', 'dora']],
    ['members', ['cara', 'dora']],
    ['alert', of('alert')],
    ['message', messages],
    ['messages', messages],
    ['recipient', ['dora', 'ada']],
    ['endpoint', (await reads.endpoints()).map(({ id }) => id)],
    ['connection', (await reads.connections()).map(({ id }) => id)],
    ['invitation', (await reads.invitations()).map(({ id }) => id)],
    ['run', [run, 'r1']],
    ['server', of('server')],
    ['flow', of('flow')],
    ['part', of('server')],
    ['cycle', of('cycle')],
    ['plan', DEFAULT_CATALOG.plans.map(({ id }) => id)],
    ['pack', ['assistant-1000']],
    ['source', ['/fuzz/a']],
    ['item', ['flow-run', 'connector', 'ai-agent', 'mcp-tool']],
    ['model', ['gpt-5', 'gpt-4o', 'claude-haiku-4.5']],
    ['zone', ['UTC', 'Asia/Kathmandu']],
    ['time', [new Date(Date.now() - 5_000).toISOString()]],
    ['email', [acme.crew.cara.email, beta.crew.cara.email, SAM.email]],
    ['token', tokens],
    // Anywhere else would be asked for messages.
    ['url', [`${NOWHERE}/hook`]],
    ['session', [other?.session ?? '']],
    ['password', [PASSWORD]],
    ['priceMicros', [BONUS.priceMicros]],
    ['key', [serviceKey?.id ?? '', ownKey?.id ?? '', 'a-key-of-an-account-0123']],
  ])
}

const SAM = { name: 'Sam', email: 'sam@server.example' }
const ORIGIN = { address: undefined, browser: 'Firefox' }
