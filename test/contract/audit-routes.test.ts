import { describe, expect, it } from 'vitest'
import type { AuditRecord } from '#api/audit/records.ts'
import type { Store } from '#api/ports.ts'
import { createMemoryStore } from '#mocks/store/memory-store.ts'
import type { AuditAction } from '#shared/contract/audit-actions.ts'
import { PEOPLE_ROUTES } from '#shared/contract/people-routes.ts'
import type { RouteName } from '#shared/contract/routes.ts'
import { WIRE } from '#shared/contract/wire.ts'
import { type ApiHost, apiOver, jsonInit } from '#test/support/api-host.ts'
import { assistantEvent } from '#test/support/events.ts'
import { addAcme, NOW } from '#test/support/team.ts'

type Asked = { params?: Record<string, string>; body?: unknown; as?: string }

type Row = {
  action: AuditAction
  /** What is asked for, after what must be there for it. */
  ask: (api: ApiHost) => Asked | Promise<Asked>
  /** The same, so that it is refused. */
  refused: Asked
}

const ALL = Object.keys(WIRE).filter(isRouteName)
function isRouteName(name: string): name is RouteName {
  return name in WIRE
}

const OF_THE_TEAM = { team: 'acme' }
const SECRET_URL = 'https://hooks.example/planted-url-secret?token=planted-query-secret'
const KEY = { name: 'Runner', scopes: ['runs'] }
const PLANTED_KEY = 'planted-provider-key-of-somebody'

async function webhook(api: ApiHost): Promise<string> {
  const made = await api.call('createEndpoint', { params: OF_THE_TEAM, body: { url: SECRET_URL } })
  return made.endpoint.id
}

async function serviceKey(api: ApiHost): Promise<string> {
  return (await api.call('createServiceKey', { params: OF_THE_TEAM, body: KEY })).id
}

async function linkToken(api: ApiHost): Promise<string> {
  const body = { member: 'bill' }
  const { url } = await api.call('createEmbedLink', { params: OF_THE_TEAM, body })
  return new URLSearchParams(new URL(url).hash.slice(1)).get('token') ?? ''
}

async function usedServer(api: ApiHost): Promise<void> {
  const time = new Date(NOW).toISOString()
  await api.send([assistantEvent({ id: 's', time }, { tokens: 1_000 })])
}

/** What somebody decides: one entry for each, and none where it is refused. */
const DECISIONS: Partial<Record<RouteName, Row>> = {
  switch: {
    action: 'pay-as-you-go-switched',
    ask: () => ({
      params: { resource: 'ai' },
      body: { on: false, target: { kind: 'members', members: ['cara', 'dan'] } },
    }),
    refused: { as: 'admin' },
  },
  setSpendCap: {
    action: 'spend-cap-set',
    ask: () => ({ params: { resource: 'flows' }, body: { capMicros: 20_000_000 } }),
    refused: { params: { resource: 'api-calls' } },
  },
  setChargesAlert: {
    action: 'charges-alert-set',
    ask: () => ({ body: { micros: 5_000_000 } }),
    refused: { as: 'member' },
  },
  buyPack: {
    action: 'credits-bought',
    ask: () => ({ body: { key: 'k1', pack: 'assistant-1000', priceMicros: 10_000_000 } }),
    refused: { body: { key: 'k2', pack: 'assistant-1000', priceMicros: 1 } },
  },
  setServerLimit: {
    action: 'server-limit-set',
    ask: async (api) => {
      await usedServer(api)
      return { params: { server: 'docs' }, body: { credits: 40 } }
    },
    refused: { params: { server: 'mistyped' } },
  },
  setLowAlerts: {
    action: 'low-credit-alerts-set',
    ask: () => ({ body: { marks: [{ kind: 'credits', credits: 100 }] } }),
    refused: { as: 'member' },
  },
  changePlan: {
    action: 'plan-changed',
    ask: () => ({ body: { plan: 'enterprise' } }),
    refused: { body: { plan: 'none' } },
  },
  createEndpoint: {
    action: 'webhook-added',
    ask: () => ({ body: { url: SECRET_URL } }),
    refused: { body: { url: 'nothing' } },
  },
  switchEndpoint: {
    action: 'webhook-switched',
    ask: async (api) => ({ params: { endpoint: await webhook(api) }, body: { on: false } }),
    refused: { params: { endpoint: 'none' } },
  },
  deleteEndpoint: {
    action: 'webhook-removed',
    ask: async (api) => ({ params: { endpoint: await webhook(api) } }),
    refused: { params: { endpoint: 'none' } },
  },
  chooseMails: {
    action: 'mail-chosen',
    ask: () => ({ body: { topic: 'team', on: false }, as: 'admin' }),
    refused: { body: { topic: 'none', on: false } },
  },
  connect: {
    action: 'account-connected',
    ask: () => ({ body: { provider: 'postman', key: PLANTED_KEY } }),
    refused: { body: { provider: 'postman', key: PLANTED_KEY, member: 'nobody' } },
  },
  disconnect: {
    action: 'account-disconnected',
    ask: async (api) => {
      const body = { provider: 'postman', key: PLANTED_KEY }
      const made = await api.call('connect', { params: OF_THE_TEAM, body })
      return { params: { connection: made.connection.id } }
    },
    refused: { params: { connection: 'none' } },
  },
  createServiceKey: {
    action: 'service-key-made',
    ask: () => ({ body: KEY, as: 'admin' }),
    refused: { as: 'billing' },
  },
  rotateServiceKey: {
    action: 'service-key-rotated',
    ask: async (api) => ({
      params: { key: await serviceKey(api) },
      body: { overlapHours: 1 },
      as: 'admin',
    }),
    refused: { params: { key: 'none' } },
  },
  endServiceKey: {
    action: 'service-key-ended',
    ask: async (api) => ({ params: { key: await serviceKey(api) }, as: 'admin' }),
    refused: { params: { key: 'none' } },
  },
  createEmbedLink: {
    action: 'embedding-link-made',
    ask: () => ({ body: { member: 'cara' } }),
    refused: { body: { member: 'nobody' } },
  },
  openEmbed: {
    action: 'signed-in',
    ask: async (api) => ({ body: { token: await linkToken(api) } }),
    refused: { body: { token: 'acme.none' } },
  },
  createOwnKey: {
    action: 'personal-key-made',
    ask: () => ({ body: { name: 'Mine' } }),
    refused: { body: {} },
  },
  endOwnKey: {
    action: 'personal-key-ended',
    ask: async (api) => {
      const body = { name: 'Mine' }
      const made = await api.call('createOwnKey', { params: OF_THE_TEAM, body, as: 'billing' })
      return { params: { key: made.id } }
    },
    refused: { params: { key: 'none' } },
  },
}

/** Nobody decides anything by these. */
const NO_DECISION: Partial<Record<RouteName, string>> = {
  ingest: 'events are facts; each is kept as a charge or a rejection',
  admitRun: 'asked by a program before work; kept as a run',
  settleRun: 'a program says that work is done; kept with the run',
  releaseRun: 'a program says that work did not happen; kept with the run',
  deployFlow: 'a program tells what is there; it changes no limit',
  previewSwitch: 'only looks',
  dismissAlert: 'what one person no longer wants to see',
  markInbox: 'what one person has read',
  sendAgain: 'the same message to the same recipient',
  sendTest: 'a test message',
  readNow: 'only reads an account that is connected already',
}

/** Asked of a host with sign-in, in a test of its own. */
const OF_PERSONS: readonly string[] = Object.keys(PEOPLE_ROUTES)
/** Members and roles have tests of their own. */
const OF_MEMBERS: readonly string[] = ['setRoles', 'removeMember', 'invite', 'withdrawInvitation']

describe('who decided what', () => {
  it('is written down for every route that changes anything, or there is a reason why not', () => {
    const changing = Object.entries(WIRE).filter(([, { method }]) => method !== 'get')
    const listed = [
      ...Object.keys(DECISIONS),
      ...Object.keys(NO_DECISION),
      ...OF_PERSONS,
      ...OF_MEMBERS,
    ]
    const missing = changing.map(([name]) => name).filter((name) => !listed.includes(name))
    expect(missing).toEqual([])
  })

  it.each(names(DECISIONS))(
    '%s: one entry, with its actor; none where it is refused',
    async (name) => {
      const row = DECISIONS[name]
      if (!row) throw new Error(name)
      const api = apiOver(await acme())
      const asked = await row.ask(api)
      const before = await entriesOf(api.store)
      const refusal = await request(api, name, { ...asked, ...row.refused })
      expect(refusal.status).toBeGreaterThanOrEqual(400)
      expect(await entriesOf(api.store)).toEqual(before)
      const response = await request(api, name, asked)
      expect(response.status, await response.text()).toBe(200)
      const [entry, ...others] = (await entriesOf(api.store)).slice(before.length)
      expect(others).toEqual([])
      expect(entry).toMatchObject({ action: row.action, requestId: 'asked-1', at: NOW })
      expect(entry?.actor.name).toMatch(/^(Ada Admin|Bill Billing|The host product)$/)
      expect(entry?.before ?? entry?.after).toBeDefined()
    },
  )

  it.each(names(DECISIONS))('%s: what is written down holds no secret', async (name) => {
    const api = apiOver(await acme())
    const response = await request(api, name, (await DECISIONS[name]?.ask(api)) ?? {})
    const { secret } = await response.json()
    const hashes = (await api.store.team('acme').keys()).map(({ hash }) => hash)
    const secrets = ['planted', ...hashes, ...(typeof secret === 'string' ? [secret] : [])]
    const written = JSON.stringify(await entriesOf(api.store))
    for (const kept of secrets) expect(written).not.toContain(kept)
  })
})

async function acme(): Promise<Store> {
  const store = createMemoryStore()
  await addAcme(store)
  return store
}

function names(rows: Partial<Record<RouteName, unknown>>): RouteName[] {
  return ALL.filter((name) => rows[name] !== undefined)
}

async function entriesOf(store: Store): Promise<AuditRecord[]> {
  const all = { after: 0, limit: 1_000 }
  const ofTeam = await store.team('acme').auditInOrder(all)
  return [...ofTeam, ...(await store.serverAudit.auditInOrder(all))]
}

async function request(api: ApiHost, name: RouteName, asked: Asked): Promise<Response> {
  const { method, path } = WIRE[name]
  const params: Record<string, string> = { ...OF_THE_TEAM, ...asked.params }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => params[key] ?? 'none')
  const verb = method.toUpperCase()
  const init = method === 'delete' ? { method: verb } : jsonInit(verb, asked.body)
  const headers = new Headers(init.headers)
  headers.set('x-headroom-view-as', asked.as ?? 'billing')
  headers.set('x-request-id', 'asked-1')
  return api.fetch(filled, { ...init, headers })
}
