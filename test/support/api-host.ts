import { setupServer } from 'msw/node'
import { createApi } from '#api/app.ts'
import type { Limits } from '#api/limits/ports.ts'
import type { Store } from '#api/ports.ts'
import { apiHandlers } from '#mocks/handlers.ts'
import { EMBED_ROUTES } from '#shared/contract/embed-routes.ts'
import type { IngestReply, UsageEventInput } from '#shared/contract/event.ts'
import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { KEY_ROUTES } from '#shared/contract/key-routes.ts'
import { MEMBER_ROUTES } from '#shared/contract/member-routes.ts'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import { PEOPLE_ROUTES } from '#shared/contract/people-routes.ts'
import {
  hasBody,
  type Params,
  type Query,
  type Reply,
  type RouteName,
} from '#shared/contract/routes.ts'
import { type RunRefusal, runProblemSchema } from '#shared/contract/run.ts'
import { WIRE as ROUTES } from '#shared/contract/wire.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { type ScriptedAccounts, scriptedAccounts } from './scripted-accounts.ts'
import { NOW } from './team.ts'

type Asked<N extends RouteName> = {
  params: Params<N>
  query?: Query<N>
  body?: unknown
  as?: string
}

/** The API over a store, as a client sees it: every reply is parsed with the contract. */
export type ApiHost = {
  store: Store
  fetch: (path: string, init?: RequestInit) => Promise<Response>
  call: <N extends RouteName>(name: N, asked: Asked<N>) => Promise<Reply<N>>
  /** The problem document of a request that must be refused. */
  refusal: <N extends RouteName>(
    name: N,
    asked: Asked<N>,
  ) => Promise<{ status: number; code: string; detail: string; run?: RunRefusal }>
  send: (events: UsageEventInput | readonly unknown[]) => Promise<IngestReply>
  setNow: (now: number) => void
  /** What the providers of connected accounts answer. */
  accounts: ScriptedAccounts
  failures: unknown[]
}

export function apiOver(
  store: Store,
  options: { catalog?: Catalog; canConnect?: boolean; limits?: Limits } = {},
): ApiHost {
  let now = NOW
  const failures: unknown[] = []
  const accounts = scriptedAccounts()
  const app = createApi({
    store,
    catalog: options.catalog ?? DEFAULT_CATALOG,
    now: () => now,
    embedding: { publicUrl: 'http://headroom.test', framed: false },
    ...(options.limits ? { limits: options.limits } : {}),
    connector: {
      ...accounts.connector,
      ...(options.canConnect === false ? { vault: undefined } : {}),
    },
    report: (failure) => failures.push(failure.error),
  })
  const host = clientOver(store, async (path, init) => app.request(path, init))
  return {
    ...host,
    failures,
    accounts,
    setNow: (at) => {
      now = at
    },
  }
}

/** The same, with MSW between client and API. */
export function apiThroughMsw(
  store: Store,
  options: { limits?: Limits } = {},
): ApiHost & { close: () => void } {
  const direct = apiOver(store, options)
  const world = {
    fault: 'none' as const,
    daysAhead: 0,
    fetch: async (request: Request) => {
      const { pathname, search } = new URL(request.url)
      const body = request.method === 'GET' ? undefined : await request.arrayBuffer()
      const { method, headers } = request
      return direct.fetch(`${pathname}${search}`, { method, headers, ...(body ? { body } : {}) })
    },
  }
  const server = setupServer(...apiHandlers(world))
  server.listen({ onUnhandledRequest: 'error' })
  const host = clientOver(store, (path, init) => fetch(`http://headroom.test${path}`, init))
  return { ...direct, ...host, close: () => server.close() }
}

/** A client, however its requests get there. */
export function clientOver(
  store: Store,
  request: (path: string, init?: RequestInit) => Promise<Response>,
): Omit<ApiHost, 'setNow' | 'failures' | 'accounts'> {
  return {
    store,
    fetch: request,
    call: async (name, asked) => {
      const response = await ask(request, name, asked)
      const json: unknown = await response.json()
      if (!response.ok) throw new Error(`${name}: ${response.status} ${JSON.stringify(json)}`)
      return REPLIES[name](json)
    },
    refusal: async (name, asked) => {
      const response = await ask(request, name, asked)
      const problem = runProblemSchema.parse(await response.json())
      const { code, detail, run } = problem
      return { status: response.status, code, detail, ...(run ? { run } : {}) }
    },
    send: async (events) => {
      const response = await request(HOST_ROUTES.ingest.path, jsonInit('POST', events))
      return HOST_ROUTES.ingest.reply.parse(await response.json())
    },
  }
}

/** Each route's reply, parsed with its own schema. */
const REPLIES: { [N in RouteName]: (json: unknown) => Reply<N> } = {
  me: (json) => ROUTES.me.reply.parse(json),
  session: (json) => ROUTES.session.reply.parse(json),
  ingest: (json) => HOST_ROUTES.ingest.reply.parse(json),
  admitRun: (json) => HOST_ROUTES.admitRun.reply.parse(json),
  run: (json) => HOST_ROUTES.run.reply.parse(json),
  settleRun: (json) => HOST_ROUTES.settleRun.reply.parse(json),
  releaseRun: (json) => HOST_ROUTES.releaseRun.reply.parse(json),
  changePlan: (json) => HOST_ROUTES.changePlan.reply.parse(json),
  createEmbedLink: (json) => HOST_ROUTES.createEmbedLink.reply.parse(json),
  openEmbed: (json) => EMBED_ROUTES.openEmbed.reply.parse(json),
  cycles: (json) => ROUTES.cycles.reply.parse(json),
  usage: (json) => ROUTES.usage.reply.parse(json),
  resource: (json) => PART_ROUTES.resource.reply.parse(json),
  members: (json) => PART_ROUTES.members.reply.parse(json),
  charges: (json) => PART_ROUTES.charges.reply.parse(json),
  previewSwitch: (json) => PART_ROUTES.previewSwitch.reply.parse(json),
  switch: (json) => PART_ROUTES.switch.reply.parse(json),
  invoices: (json) => ROUTES.invoices.reply.parse(json),
  invoice: (json) => ROUTES.invoice.reply.parse(json),
  chargesAlert: (json) => ROUTES.chargesAlert.reply.parse(json),
  setChargesAlert: (json) => ROUTES.setChargesAlert.reply.parse(json),
  audit: (json) => ROUTES.audit.reply.parse(json),
  keptMails: (json) => ROUTES.keptMails.reply.parse(json),
  purchases: (json) => PART_ROUTES.purchases.reply.parse(json),
  buyPack: (json) => PART_ROUTES.buyPack.reply.parse(json),
  setSpendCap: (json) => PART_ROUTES.setSpendCap.reply.parse(json),
  lowAlerts: (json) => PART_ROUTES.lowAlerts.reply.parse(json),
  setLowAlerts: (json) => PART_ROUTES.setLowAlerts.reply.parse(json),
  flows: (json) => PART_ROUTES.flows.reply.parse(json),
  deployFlow: (json) => HOST_ROUTES.deployFlow.reply.parse(json),
  servers: (json) => PART_ROUTES.servers.reply.parse(json),
  setServerLimit: (json) => PART_ROUTES.setServerLimit.reply.parse(json),
  alerts: (json) => PART_ROUTES.alerts.reply.parse(json),
  dismissAlert: (json) => ROUTES.dismissAlert.reply.parse(json),
  inbox: (json) => ROUTES.inbox.reply.parse(json),
  markInbox: (json) => ROUTES.markInbox.reply.parse(json),
  deliveries: (json) => ROUTES.deliveries.reply.parse(json),
  sendAgain: (json) => ROUTES.sendAgain.reply.parse(json),
  sendTest: (json) => ROUTES.sendTest.reply.parse(json),
  mailChoices: (json) => ROUTES.mailChoices.reply.parse(json),
  chooseMails: (json) => ROUTES.chooseMails.reply.parse(json),
  endpoints: (json) => ROUTES.endpoints.reply.parse(json),
  createEndpoint: (json) => ROUTES.createEndpoint.reply.parse(json),
  switchEndpoint: (json) => ROUTES.switchEndpoint.reply.parse(json),
  connections: (json) => ROUTES.connections.reply.parse(json),
  connect: (json) => ROUTES.connect.reply.parse(json),
  readNow: (json) => ROUTES.readNow.reply.parse(json),
  disconnect: (json) => ROUTES.disconnect.reply.parse(json),
  serviceKeys: (json) => KEY_ROUTES.serviceKeys.reply.parse(json),
  createServiceKey: (json) => KEY_ROUTES.createServiceKey.reply.parse(json),
  rotateServiceKey: (json) => KEY_ROUTES.rotateServiceKey.reply.parse(json),
  endServiceKey: (json) => KEY_ROUTES.endServiceKey.reply.parse(json),
  ownKeys: (json) => KEY_ROUTES.ownKeys.reply.parse(json),
  createOwnKey: (json) => KEY_ROUTES.createOwnKey.reply.parse(json),
  endOwnKey: (json) => KEY_ROUTES.endOwnKey.reply.parse(json),
  signIn: (json) => PEOPLE_ROUTES.signIn.reply.parse(json),
  sendLink: (json) => PEOPLE_ROUTES.sendLink.reply.parse(json),
  signInWithLink: (json) => PEOPLE_ROUTES.signInWithLink.reply.parse(json),
  signInAtProvider: (json) => PEOPLE_ROUTES.signInAtProvider.reply.parse(json),
  signOut: (json) => PEOPLE_ROUTES.signOut.reply.parse(json),
  sessions: (json) => PEOPLE_ROUTES.sessions.reply.parse(json),
  endSession: (json) => PEOPLE_ROUTES.endSession.reply.parse(json),
  endOtherSessions: (json) => PEOPLE_ROUTES.endOtherSessions.reply.parse(json),
  changePassword: (json) => PEOPLE_ROUTES.changePassword.reply.parse(json),
  plans: (json) => PEOPLE_ROUTES.plans.reply.parse(json),
  setUp: (json) => PEOPLE_ROUTES.setUp.reply.parse(json),
  createTeam: (json) => PEOPLE_ROUTES.createTeam.reply.parse(json),
  roster: (json) => MEMBER_ROUTES.roster.reply.parse(json),
  setRoles: (json) => MEMBER_ROUTES.setRoles.reply.parse(json),
  removeMember: (json) => MEMBER_ROUTES.removeMember.reply.parse(json),
  invitations: (json) => MEMBER_ROUTES.invitations.reply.parse(json),
  invite: (json) => MEMBER_ROUTES.invite.reply.parse(json),
  withdrawInvitation: (json) => MEMBER_ROUTES.withdrawInvitation.reply.parse(json),
  readInvitation: (json) => PEOPLE_ROUTES.readInvitation.reply.parse(json),
  acceptInvitation: (json) => PEOPLE_ROUTES.acceptInvitation.reply.parse(json),
  deleteEndpoint: (json) => ROUTES.deleteEndpoint.reply.parse(json),
}

async function ask<N extends RouteName>(
  request: (path: string, init?: RequestInit) => Promise<Response>,
  name: N,
  asked: Asked<N>,
): Promise<Response> {
  const route = ROUTES[name]
  const params: Record<string, unknown> = { ...asked.params }
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(String(params[key])),
  )
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries({ ...asked.query })) {
    if (value !== undefined) query.set(key, String(value))
  }
  const init = !hasBody(route)
    ? { method: route.method.toUpperCase() }
    : jsonInit(route.method.toUpperCase(), asked.body)
  const headers = new Headers(init.headers)
  if (asked.as !== undefined) headers.set('x-headroom-view-as', asked.as)
  return request(`${path}?${query}`, { ...init, headers })
}

export function jsonInit(method: string, body: unknown): RequestInit {
  return {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}
