import { setTimeout as sleep } from 'node:timers/promises'
import { deliverDue } from '#api/delivery/deliver-due.ts'
import type { Outcome } from '#api/delivery/ports.ts'
import { closeAll } from '#server/jobs/close-cycles.ts'
import type { Role } from '#shared/contract/values.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { jsonInit } from '#test/support/api-host.ts'
import type { Act, TeamAct } from './operations.ts'
import type { Server, World } from './world.ts'

/** What a client is answered, without what no two requests have in common. */
export type Answered = { status: number; body: unknown; left?: string | null }

const UNAVAILABLE = 503
const FAILED = 500

/** Whether the client has to ask again: it can't know whether anything was done. */
export function isLost({ status }: Answered): boolean {
  return status === UNAVAILABLE || status === FAILED
}

/** The jobs and acts that are of no single team. */
export async function performJob(
  world: World,
  act: Extract<Act, { kind: 'close' | 'deliver' | 'restart' }>,
): Promise<Answered> {
  switch (act.kind) {
    case 'close':
      return closeOn(world, act)
    case 'deliver':
      return deliverOn(world, act)
    case 'restart':
      await world.restart()
      return { status: 200, body: null }
    default:
      return act satisfies never
  }
}

/** @param server which of the world's servers takes the request */
export async function perform(world: World, act: TeamAct, server: number): Promise<Answered> {
  const on = world.servers[server % world.servers.length]
  if (!on) throw new Error(`${world.name} has no server`)
  const ask = (method: string, path: string, asked: { body?: unknown; as?: string } = {}) =>
    request(on, { method, path, ...asked })
  const team = `/api/v1/teams/${act.team}`
  switch (act.kind) {
    case 'make-team':
      return makeTeam(on, act)
    case 'add-member':
      return addMember(on, { ...act, at: world.clock.now })
    case 'remove-member':
      return ask('DELETE', `${team}/members/${act.member}`, { as: 'admin' })
    case 'set-roles':
      return ask('PUT', `${team}/members/${act.member}/roles`, {
        body: { roles: act.roles },
        as: 'admin',
      })
    case 'plan':
      return ask('PUT', `${team}/plan`, { body: { plan: act.plan } })
    case 'switch': {
      const { on: isOn, members } = act
      const target = members.length > 0 ? { kind: 'members', members } : { kind: 'team' }
      const path = `${team}/resources/${act.resource}/pay-as-you-go`
      return ask('PUT', path, { body: { on: isOn, target }, as: 'billing' })
    }
    case 'cap': {
      const body = { capMicros: act.capMicros }
      return ask('PUT', `${team}/resources/${act.resource}/spend-cap`, { body, as: 'billing' })
    }
    case 'charges-alert':
      return ask('PUT', `${team}/charges-alert`, { body: { micros: act.micros }, as: 'billing' })
    case 'buy': {
      const { key, pack, priceMicros } = act
      const body = { key, pack, priceMicros }
      return ask('POST', `${team}/purchases`, { body, as: 'billing' })
    }
    case 'server-limit': {
      const body = { credits: act.credits }
      return ask('PUT', `${team}/servers/${act.server}/limit`, { body, as: 'billing' })
    }
    case 'low-alerts':
      return ask('PUT', `${team}/low-credit-alerts`, { body: { marks: act.marks }, as: 'billing' })
    case 'deploy':
      return ask('PUT', `${team}/flows/${act.flow}`, { body: { deployed: act.deployed } })
    case 'send':
      return ask('POST', '/api/v1/events', { body: act.events })
    case 'admit':
      return ask('POST', '/api/v1/runs', { body: { team: act.team, ...act.asked } })
    case 'end': {
      const word = act.as === 'settled' ? 'settle' : 'release'
      return ask('POST', `/api/v1/runs/${act.run}/${word}`, { body: { team: act.team } })
    }
    case 'call':
      return call(world, on, act)
    case 'invoices':
      return ask('GET', `${team}/invoices`, { as: 'billing' })
    default:
      return act satisfies never
  }
}

export async function request(
  on: Server,
  asked: { method: string; path: string; body?: unknown; as?: string; key?: string },
): Promise<Answered> {
  const { method, path, body, as, key } = asked
  const init = body === undefined ? { method } : jsonInit(method, body)
  const headers = new Headers('headers' in init ? init.headers : {})
  if (as !== undefined) headers.set('x-headroom-view-as', as)
  if (key !== undefined) headers.set('x-api-key', key)
  const response = await on.fetch(path, { ...init, headers })
  const json: unknown = JSON.parse((await response.text()).replaceAll(UUID, 'some-uuid'))
  const left = response.headers.get('x-ratelimit-remaining-month')
  return { status: response.status, body: without(json, 'requestId'), left }
}

/** A call's event is named by the server. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g

function without(json: unknown, name: string): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json
  return Object.fromEntries(Object.entries(json).filter(([key]) => key !== name))
}

const DONE: Answered = { status: 200, body: null }
const NOT_DONE: Answered = { status: 409, body: { code: 'not-there' } }

async function makeTeam(
  on: Server,
  { team: id, made }: Extract<TeamAct, { kind: 'make-team' }>,
): Promise<Answered> {
  const { zone, anchor, plan, createdAt, members } = made
  await on.store.createTeam({
    id,
    name: `Team ${id}`,
    plan,
    zone,
    anchor,
    createdAt,
    example: false,
  })
  const rows = members.map((member, place) => person(member, { place, createdAt }))
  await on.store.team(id).write((tx) => tx.addMembers(rows))
  return DONE
}

async function addMember(
  on: Server,
  { team: id, member, at }: { team: string; member: string; at: number },
): Promise<Answered> {
  const team = on.store.team(id)
  if (!(await team.profile())) return NOT_DONE
  return team.write(async (tx) => {
    if ((await tx.members([member])).length > 0) return NOT_DONE
    await tx.addMembers([person(member, { place: 2, createdAt: at })])
    return DONE
  })
}

const FIRST_ROLES: readonly Role[][] = [
  ['admin', 'billing'],
  ['billing', 'member'],
]

function person(id: string, { place, createdAt }: { place: number; createdAt: number }) {
  const roles = FIRST_ROLES[place] ?? ['member']
  return { id, name: `Person ${id}`, email: `${id}@example.com`, roles, createdAt }
}

async function call(
  world: World,
  on: Server,
  { team, member }: Extract<TeamAct, { kind: 'call' }>,
): Promise<Answered> {
  const who = `${team} ${member}`
  const known = world.keys.get(who)
  if (known !== undefined) return request(on, { method: 'GET', path: '/api/v1/me', key: known })
  const { armed } = world.mischief
  world.mischief.armed = undefined
  const path = `/api/v1/teams/${team}/personal-keys`
  const asked = { method: 'POST', path, body: { name: 'Mine' }, as: `member:${member}` }
  const made = await request(on, asked)
  world.mischief.armed = armed
  const { body } = made
  if (typeof body !== 'object' || body === null || !('secret' in body)) return made
  world.keys.set(who, String(body.secret))
  return call(world, on, { kind: 'call', team, member })
}

/** On each server at once; one that fails is told, and the others go on. */
async function closeOn(
  { servers, clock }: World,
  act: Extract<Act, { kind: 'close' }>,
): Promise<Answered> {
  let failed = 0
  const report = () => {
    failed++
  }
  const now = () => clock.now
  await Promise.all(
    servers
      .slice(0, act.servers)
      .map(({ store }) => closeAll({ store, catalog: DEFAULT_CATALOG, now, report })),
  )
  return { status: failed > 0 ? UNAVAILABLE : 200, body: null }
}

const OUTCOMES: Record<'takes' | 'busy' | 'refuses', Outcome> = {
  takes: { kind: 'sent', detail: 'Taken' },
  busy: { kind: 'failed', detail: 'Busy', isFinal: false },
  refuses: { kind: 'failed', detail: 'Refused', isFinal: true },
}

/** Two workers at once: each letter is one's. What is answered are the letters, in any order. */
async function deliverOn(
  { servers, clock }: World,
  act: Extract<Act, { kind: 'deliver' }>,
): Promise<Answered> {
  const letters: string[] = []
  const take = async (letter: string) => {
    letters.push(letter)
    // Another worker gets its turn while a receiver is waited for.
    await sleep(0)
    return OUTCOMES[act.receiver]
  }
  const carriers = {
    mail: ({
      to,
      messageId,
      subject,
    }: {
      to: { address: string }
      messageId: string
      subject: string
    }) => take(`${to.address} ${messageId} ${subject}`),
    webhook: ({ id }: { id: string }) => take(id),
  }
  const sender = { carriers, publicUrl: 'http://headroom.test' }
  const failures: unknown[] = []
  const report = (error: unknown) => failures.push(error)
  const now = () => clock.now
  await Promise.all(
    servers.slice(0, act.servers).map(async ({ store }) => {
      while ((await deliverDue({ store, now, sender, report })) > 0);
    }),
  )
  return { status: failures.length > 0 ? UNAVAILABLE : 200, body: letters.toSorted() }
}
