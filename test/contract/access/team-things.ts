import type { Member, Team } from '#api/records.ts'
import { aiEvent, assistantEvent, flowsEvent } from '#test/support/events.ts'
import type { SignInHost } from '#test/support/sign-in.ts'
import { ACME } from '#test/support/team.ts'
import { type Client, clientOf } from './request.ts'

/** Somebody who is signed in. */
export type Somebody = { person: string; email: string; headers: { cookie: string } }

/** What a team has: of each kind of thing one. */
export type Things = {
  team: string
  cycle: string
  member: string
  alert: string
  message: string
  endpoint: string
  connection: string
  invitation: string
  serviceKey: string
  ownKey: string
  run: string
  server: string
  flow: string
  purchase: string
}

export type TeamOf = {
  id: string
  /** Stands in every name and text of the team. */
  word: string
  /** What ids of its things begin with; those that a host names itself also exist without it. */
  prefix: string
}

const ROLES = {
  ada: ['admin'],
  bill: ['billing'],
  cara: ['member'],
  dora: ['admin', 'billing'],
} satisfies Record<string, Member['roles']>

export type Crew = Record<keyof typeof ROLES, Somebody>

export const BONUS = { pack: 'assistant-1000', priceMicros: 10_000_000 }

/** Makes a team with four people of it who sign in, and one of everything that a team can have. */
export async function makeTeam(
  host: SignInHost,
  { id, word, prefix, hostKey, at }: TeamOf & { hostKey: string; at: number },
): Promise<{ crew: Crew; things: Things }> {
  const team: Team = { ...ACME, id, name: `${word} team` }
  await host.store.createTeam(team)
  const crew = {
    ada: await signUp(host, `ada@${id}.example`),
    bill: await signUp(host, `bill@${id}.example`),
    cara: await signUp(host, `cara@${id}.example`),
    dora: await signUp(host, `dora@${id}.example`),
  }
  const [ada, bill, cara, dora] = [
    memberOf('ada', { word, crew }),
    memberOf('bill', { word, crew }),
    memberOf('cara', { word, crew }),
    memberOf('dora', { word, crew }),
  ]
  const spare = { ...cara, id: `${prefix}spare`, name: `${word} spare`, roles: ['member'] as const }
  const { person: _, ...unlinked } = spare
  await host.store.team(id).write((tx) => tx.addMembers([ada, bill, cara, dora, unlinked]))
  const runner = clientOf(host, { authorization: `Bearer ${hostKey}` })
  const founder = clientOf(host, crew.dora.headers)
  const params = { team: id }
  await use(runner, { id, word, prefix, at })
  const { endpoint } = await founder.call('createEndpoint', {
    params,
    body: { url: `https://${word.toLowerCase()}.example/hook` },
  })
  const { connection } = await founder.call('connect', {
    params,
    body: { provider: 'postman', key: `${word}-0123456789abcdef` },
  })
  const invited = await founder.call('invite', {
    params,
    body: { email: `new@${id}.example`, roles: ['member'] },
  })
  const serviceKey = await founder.call('createServiceKey', {
    params,
    body: { name: `${word} runner`, scopes: ['runs'] },
  })
  const ownKey = await founder.call('createOwnKey', { params, body: { name: `${word} script` } })
  await founder.call('buyPack', { params, body: { key: `${prefix}p1`, ...BONUS } })
  const server = { params: { team: id, server: `${prefix}docs` }, body: { credits: 400 } }
  await founder.call('setServerLimit', server)
  const { cycles } = await founder.call('cycles', { params })
  const { alerts } = await founder.call('alerts', { params })
  const { messages } = await founder.call('inbox', { params })
  return {
    crew,
    things: {
      team: id,
      cycle: cycles[0]?.id ?? '',
      member: unlinked.id,
      alert: alertOf(alerts),
      message: messages[0]?.message ?? '',
      endpoint: endpoint.id,
      connection: connection.id,
      invitation: invited.id,
      serviceKey: serviceKey.id,
      ownKey: ownKey.id,
      run: `${prefix}r1`,
      server: `${prefix}docs`,
      flow: `${prefix}intake`,
      purchase: `${prefix}p1`,
    },
  }
}

/** Cara’s own, so that she may dismiss it, too. */
function alertOf(alerts: readonly { id: string; member?: { id: string } | undefined }[]): string {
  const found = alerts.find(({ member }) => member?.id === 'cara')
  if (!found) throw new Error('Cara has no alert')
  return found.id
}

/** Past the included credits, so that there is something to pay. */
async function use(
  runner: Client,
  { id, word, prefix, at }: TeamOf & { at: number },
): Promise<void> {
  const time = new Date(at - 1_000).toISOString()
  const of = (event: string) => ({ id: event, time, team: id, source: '/all/host' })
  const names = new Set(['', prefix])
  const events = [
    aiEvent({ ...of('ai-1'), subject: 'cara' }, { credits: 450 }),
    ...[...names].flatMap((before) => [
      flowsEvent(of(`${before}flow`), { item: 'flow-run', flow: `${before}intake`, count: 5 }),
      assistantEvent(of(`${before}docs`), { tokens: 1_000, server: `${before}docs` }),
    ]),
  ]
  await runner.call('ingest', { params: {}, body: events })
  for (const before of names) {
    const run = { team: id, run: `${before}r1`, resource: 'api-calls', estimate: 1 }
    await runner.call('admitRun', { params: {}, body: run })
    const body = { name: `${word} intake`, deployed: true }
    await runner.call('deployFlow', { params: { team: id, flow: `${before}intake` }, body })
  }
}

function memberOf(name: keyof typeof ROLES, of: { word: string; crew: Crew }): Member {
  const { email, person } = of.crew[name]
  const roles = ROLES[name]
  return { id: name, name: `${of.word} ${name}`, email, roles, person, createdAt: ACME.createdAt }
}

const ORIGIN = { address: undefined, browser: 'Firefox' }

/** Somebody who was not there, without a password, and signed in. */
export async function signUp(host: SignInHost, email: string, operator = false): Promise<Somebody> {
  const { people } = host.signIn
  const made = await people.create({ name: email, email, password: undefined, operator })
  const headers = await signInAgain(host, email)
  return { person: made.id, email, headers }
}

/** Another browser of theirs. */
export async function signInAgain(host: SignInHost, email: string): Promise<{ cookie: string }> {
  const entered = await host.signIn.people.enter({ email, origin: ORIGIN })
  if (!entered) throw new Error(`${email} can’t enter`)
  return { cookie: entered.cookies.map((line) => line.split(';')[0]).join('; ') }
}
