import { ROLES, type Role } from '#shared/contract/values.ts'
import { flowsEvent } from '#test/support/events.ts'
import { PASSWORD } from '#test/support/sign-in.ts'
import { ACME as ACME_TEAM, NOW } from '#test/support/team.ts'
import type { Column } from './columns.ts'
import { type Asked, type Client, clientOf } from './request.ts'
import { BONUS, type Somebody, signInAgain, signUp } from './team-things.ts'
import type { AskedName } from './who.ts'
import { embedToken, type World } from './world.ts'

/** For whom a request is made: what they must have for it is made, too. */
export type For = { world: World; by: Column }

type MakesRequest = (given: For) => Asked | Promise<Asked>

const AI = { resource: 'ai' }
const SWITCH = { on: false, target: { kind: 'members', members: ['cara'] } }
const ONE = { limit: '1' }
const NEW_PASSWORD = 'another horse battery'

/**
 * A request of each route that succeeds for whoever may ask it in the team Acme: so that a refusal is
 * the door’s, and not of something that is not there.
 */
export const ASKS: Record<AskedName, MakesRequest> = {
  session: () => ({ query: { team: 'acme' } }),
  me: () => ({ query: { team: 'acme' } }),
  cycles: () => ({}),
  usage: () => ({ query: { cycle: '2026-10-31' } }),
  alerts: () => ({}),
  eventStream: () => ({}),
  resource: () => ({ params: AI }),
  flows: () => ({}),
  servers: () => ({}),
  lowAlerts: () => ({}),
  members: () => ({ params: AI, query: ONE }),
  charges: () => ({ params: AI, query: ONE }),
  exportFile: () => ({ params: { kind: 'charges' } }),
  dismissAlert: ({ world }) => ({
    params: { alert: world.acme.things.alert },
    body: { dismissed: true },
  }),

  switch: () => ({ params: AI, body: SWITCH }),
  previewSwitch: () => ({ params: AI, body: SWITCH }),
  setSpendCap: ({ world }) => ({
    params: { resource: 'flows' },
    body: { capMicros: 1_000_000 * world.next() },
  }),
  setChargesAlert: ({ world }) => ({ body: { micros: 1_000_000 * world.next() } }),
  purchases: () => ({}),
  buyPack: ({ world }) => ({ body: { key: `bought-${world.next()}`, ...BONUS } }),
  setServerLimit: ({ world }) => ({ params: { server: 'docs' }, body: { credits: world.next() } }),
  setLowAlerts: ({ world }) => ({
    body: { marks: [{ kind: 'credits', credits: world.next() }] },
  }),
  invoices: () => ({}),
  invoice: ({ world }) => ({ params: { cycle: world.acme.things.cycle } }),
  invoiceFile: ({ world }) => ({ params: { cycle: world.acme.things.cycle } }),
  chargesAlert: () => ({}),

  inbox: () => ({ query: ONE }),
  markInbox: () => ({ body: { messages: 'all', read: true } }),
  mailChoices: () => ({}),
  chooseMails: ({ world }) => ({ body: { topic: 'own', on: world.next() % 2 === 0 } }),
  deliveries: () => ({ query: ONE }),
  endpoints: () => ({}),
  sendAgain: ({ world }) => ({
    body: { message: world.acme.things.message, channel: 'mail', recipient: 'dora' },
  }),
  sendTest: ({ world }) => {
    world.next()
    return { body: { channel: 'mail' } }
  },
  createEndpoint: async ({ world }) => {
    await removeSpareEndpoints(world)
    return { body: { url: `https://acme.example/${world.next()}` } }
  },
  switchEndpoint: ({ world }) => ({
    params: { endpoint: world.acme.things.endpoint },
    body: { on: world.next() % 2 === 0 },
  }),
  deleteEndpoint: async ({ world }) => {
    await removeSpareEndpoints(world)
    const body = { url: 'https://acme.example/spare' }
    const { endpoint } = await dora(world).call('createEndpoint', { params: ACME, body })
    return { params: { endpoint: endpoint.id } }
  },

  connections: () => ({}),
  connect: async ({ world }) => {
    await disconnectFlowly(world)
    return { body: FLOWLY }
  },
  readNow: ({ world }) => {
    world.next()
    return { params: { connection: world.acme.things.connection } }
  },
  disconnect: async ({ world }) => {
    await disconnectFlowly(world)
    const made = await dora(world).call('connect', { params: ACME, body: FLOWLY })
    return { params: { connection: made.connection.id } }
  },
  audit: () => ({ query: ONE }),
  auditFile: () => ({}),

  serviceKeys: () => ({}),
  createServiceKey: () => ({ body: RUNNER }),
  rotateServiceKey: async ({ world }) => ({
    params: { key: await newServiceKey(world) },
    body: { overlapHours: 1 },
  }),
  endServiceKey: async ({ world }) => ({ params: { key: await newServiceKey(world) } }),
  ownKeys: () => ({}),
  createOwnKey: () => ({ body: { name: 'Mine' } }),
  endOwnKey: async (given) => {
    const body = { name: 'Mine' }
    const { id } = await clientOf(given.world.host, somebody(given).headers).call('createOwnKey', {
      params: ACME,
      body,
    })
    return { params: { key: id } }
  },

  roster: () => ({ query: ONE }),
  setRoles: async (given) => ({
    params: { member: await newMember(given.world, ['member']) },
    body: { roles: grantable(given) === 'billing' ? ['member', 'billing'] : ['member', 'admin'] },
  }),
  removeMember: async (given) => ({
    params: { member: await newMember(given.world, [grantable(given)]) },
  }),
  invitations: () => ({}),
  invite: (given) => ({
    body: { email: `i${given.world.next()}@x.example`, roles: [grantable(given)] },
  }),
  withdrawInvitation: async ({ world }) => ({
    params: { invitation: (await invited(world, `w${world.next()}@x.example`)).id },
  }),

  ingest: ({ world, by }) => {
    const source = by.kind === 'service key' ? by.source : '/all/'
    const time = new Date(NOW - 1_000).toISOString()
    return {
      body: flowsEvent({ id: `e${world.next()}`, time, source }, { item: 'connector', count: 1 }),
    }
  },
  admitRun: ({ world }) => ({ body: freshRun(world) }),
  run: () => ({ params: { run: 'r1' }, query: ACME }),
  settleRun: async ({ world }) => ({ params: { run: await admitted(world) }, body: ACME }),
  releaseRun: async ({ world }) => ({ params: { run: await admitted(world) }, body: ACME }),
  changePlan: async ({ world }) => {
    const profile = await world.host.store.team('acme').profile()
    return { body: { plan: profile?.plan === 'team' ? 'enterprise' : 'team' } }
  },
  deployFlow: ({ world }) => ({
    params: { flow: `f${world.next()}` },
    body: { name: 'New', deployed: true },
  }),
  createEmbedLink: ({ world }) => {
    world.next()
    return { body: { member: 'cara' } }
  },
  openEmbed: async ({ world }) => {
    world.next()
    // Of somebody whom nobody looks on as: it would end what their browser held.
    const { member } = world.acme.things
    return { body: { token: await embedToken(world, { team: 'acme', member }) } }
  },

  keptMails: () => ({ query: ONE }),
  createTeam: ({ world }) => {
    const id = `team-${world.next()}`
    return { body: { id, name: id, plan: 'team', zone: 'UTC' } }
  },

  signIn: async ({ world }) => {
    const { people } = world.host.signIn
    const email = 'sam@server.example'
    if (!(await people.find(email))) {
      await people.create({ name: 'Sam', email, password: PASSWORD, operator: false })
    }
    return { body: { email, password: PASSWORD } }
  },
  sendLink: ({ world }) => ({ body: { email: world.stranger.email } }),
  signInWithLink: async ({ world }) => {
    const { host, stranger } = world
    await clientOf(host, {}).call('sendLink', { params: {}, body: { email: stranger.email } })
    return { body: { token: host.links.at(-1)?.token } }
  },
  signInAtProvider: () => ({}),
  readInvitation: async ({ world }) => ({
    body: { token: (await invited(world, `r${world.next()}@x.example`)).token },
  }),
  // To a team that nobody who asks is in; somebody who is signed in is invited as themselves.
  acceptInvitation: async ({ world, by }) => {
    const person = { name: 'New', password: PASSWORD }
    const isNew = by.kind !== 'person'
    const email = isNew ? `n${world.next()}@x.example` : by.somebody.email
    const { token } = await invited(world, email, await newTeam(world))
    return { body: isNew ? { token, person } : { token } }
  },
  plans: () => ({}),
  setUp: () => ({
    body: {
      token: 'of a server that was set up long ago',
      name: 'New',
      email: 'new@server.example',
      password: PASSWORD,
      team: { id: 'set-up', name: 'New', plan: 'team', zone: 'UTC' },
    },
  }),
  signOut: async (given) => ({ headers: await anotherBrowser(given) }),
  sessions: () => ({}),
  endSession: async (given) => {
    const headers = await anotherBrowser(given)
    const entered = await given.world.host.signIn.people.signedIn(new Headers(headers))
    return { params: { session: entered?.session ?? '' } }
  },
  endOtherSessions: () => ({}),
  changePassword: () => ({ body: { next: NEW_PASSWORD } }),
}

/** The same route asked for something that others may see. */
export const MORE_ASKS: { route: AskedName; as: AskedName; asked: Asked }[] = [
  { route: 'exportFile', as: 'exportFile', asked: { params: { kind: 'usage' } } },
  { route: 'exportFile', as: 'invoices', asked: { params: { kind: 'focus' } } },
]

const ACME = { team: 'acme' }
const FLOWLY = { provider: 'flowly', key: 'flowly-0123456789abcdef' }
const RUNNER = { name: 'Runner', scopes: ['runs'] }

function dora({ host, acme }: World): Client {
  return clientOf(host, acme.crew.dora.headers)
}

/** Who asks; where that is nobody in the team, somebody who may. */
function somebody({ world, by }: For): Somebody {
  return by.kind === 'person' ? by.somebody : world.acme.crew.dora
}

/** A role that whoever asks may give and take, if they may any. */
function grantable({ by }: For): Role {
  const isBilling = by.kind === 'person' && by.roles.includes('billing')
  return isBilling ? 'billing' : 'member'
}

function anotherBrowser(given: For): Promise<{ cookie: string }> {
  return signInAgain(given.world.host, somebody(given).email)
}

async function newMember({ host, next }: World, roles: readonly Role[]): Promise<string> {
  const id = `m${next()}`
  const member = { id, name: id, email: `${id}@x.example`, roles, createdAt: NOW }
  await host.store.team('acme').write((tx) => tx.addMembers([member]))
  return id
}

/** Invites, of Acme unless another inviter is given. */
async function invited(
  world: World,
  email: string,
  { team, by }: { team: string; by: Client } = { team: 'acme', by: dora(world) },
): Promise<{ id: string; token: string }> {
  const { id } = await by.call('invite', { params: { team }, body: { email, roles: ['member'] } })
  return { id, token: world.host.invitations.at(-1)?.token ?? '' }
}

/** A team of somebody who asks nothing else. */
async function newTeam({ host, next }: World): Promise<{ team: string; by: Client }> {
  const team = `other-${next()}`
  const { headers, email, person } = await signUp(host, `hal@${team}.example`)
  await host.store.createTeam({ ...ACME_TEAM, id: team })
  const hal = { id: 'hal', name: 'Hal', email, person, roles: ROLES, createdAt: NOW }
  await host.store.team(team).write((tx) => tx.addMembers([hal]))
  return { team, by: clientOf(host, headers) }
}

async function newServiceKey(world: World): Promise<string> {
  return (await dora(world).call('createServiceKey', { params: ACME, body: RUNNER })).id
}

async function removeSpareEndpoints(world: World): Promise<void> {
  const { endpoints } = await dora(world).call('endpoints', { params: ACME })
  for (const { id } of endpoints) {
    if (id === world.acme.things.endpoint) continue
    await dora(world).call('deleteEndpoint', { params: { ...ACME, endpoint: id } })
  }
}

async function disconnectFlowly(world: World): Promise<void> {
  const { connections } = await dora(world).call('connections', { params: ACME })
  const found = connections.find(({ provider }) => provider === 'flowly')
  if (!found) return
  await dora(world).call('disconnect', { params: { ...ACME, connection: found.id } })
}

function freshRun({ next }: World) {
  return { team: 'acme', run: `run-${next()}`, resource: 'api-calls', estimate: 1 }
}

async function admitted(world: World): Promise<string> {
  const body = freshRun(world)
  const host = clientOf(world.host, { authorization: `Bearer ${world.hostKey}` })
  await host.call('admitRun', { params: {}, body })
  return body.run
}
