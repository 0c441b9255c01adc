import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { VIEW_AS_HEADER } from '#shared/contract/first-asked.ts'
import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { ME_ROUTES } from '#shared/contract/me.ts'
import { EVENT_STREAM_PATH, hasBody, ROUTES } from '#shared/contract/routes.ts'
import { type Answer, answer, type Refusal, refuse } from './answer.ts'
import { actorOf, viaOf } from './audit/entry.ts'
import { type CountCall, callCounter } from './calls/count-call.ts'
import type { DownloadRoute } from './download-route.ts'
import { EMBED_ROUTES } from './embedding/routes.ts'
import { DOWNLOAD_ROUTES } from './exports/routes.ts'
import { TEAM_ROUTES } from './handlers.ts'
import { DOCS_STYLE, docsPage } from './http/docs-page.ts'
import { describeRoutes, documentOf } from './http/document.ts'
import { downloadResponse } from './http/download.ts'
import { takeEvents } from './http/events-route.ts'
import { forbidden } from './http/forbidden.ts'
import { refuseOtherMethods } from './http/method-not-allowed.ts'
import { parsePart, readJson } from './http/parse.ts'
import { problemResponse } from './http/problem.ts'
import type { RawRequest } from './http/request.ts'
import { withRequestId } from './http/request-id.ts'
import { smallLength } from './http/small-length.ts'
import { hostOf } from './keys/host.ts'
import { ingestInto } from './ledger/ingest.ts'
import { limitRequests, userOf } from './limits/limit-requests.ts'
import { type Room, roomFor } from './limits/room.ts'
import { type Changes, createChanges } from './live/changes.ts'
import { eventStream, streamHead } from './live/event-stream.ts'
import { createOpenStreams, type OpenStreams, TOO_MANY_STREAMS } from './live/open-streams.ts'
import { watched } from './live/watched-store.ts'
import { OPERATOR_ROUTES } from './operator/routes.ts'
import { callerOf, viewerIn } from './people/caller.ts'
import { guardedTeam, NoLongerAllowed } from './people/guarded-team.ts'
import { askerOf } from './people/origin.ts'
import { PERSON_ROUTES } from './people/routes.ts'
import { type Ports, StoreUnavailable, type Viewer } from './ports.ts'
import { admitter } from './runs/admit-run.ts'
import { SERVICE_ROUTES } from './service-handlers.ts'
import { type Common, mayAsk, type TeamRoute } from './team-route.ts'
import { meView } from './views/me.ts'
import { sessionView, signedOutView } from './views/session.ts'

/** A full batch of the largest events that the contract takes, and some room. */
const MAX_EVENTS_BYTES = 8 * 1024 * 1024
const MAX_BODY_BYTES = 256 * 1024
/** Batches that are read or booked at the same time: a slow database must not fill the memory. */
const MOST_EVENTS = { requests: 1_000, bytes: 8 * MAX_EVENTS_BYTES }

type Served = { ports: Ports; countCall: CountCall }

/** The API: web-standard requests in, responses out, everything else through its ports. */
export function createApi(given: Ports): OpenAPIHono {
  const app = new OpenAPIHono()
  const changes = given.changes ?? createChanges()
  const ports = { ...given, store: watched(given.store, changes) }
  const quiet = { ...ports, store: given.store }
  const ingest = ingestInto(ports)
  const countCall = callCounter(ports)
  const admit = admitter(ports)
  const served = { ports, countCall }
  const streams = createOpenStreams()
  app.use(withRequestId())
  app.use('/api/*', limitRequests(ports, askedBy))
  app.use(HOST_ROUTES.ingest.path, whereRoom(ports, roomFor(MOST_EVENTS)))
  const ofEvents = limit(MAX_EVENTS_BYTES)
  const ofOthers = limit(MAX_BODY_BYTES)
  app.use('/api/v1/*', (c, next) =>
    c.req.path === HOST_ROUTES.ingest.path ? ofEvents(c, next) : ofOthers(c, next),
  )
  app.post(HOST_ROUTES.ingest.path, async (c) => {
    const host = hostOf(ports, { caller: c.get('caller'), scope: 'events' })
    if (!host.ok) return respond(c, host)
    return respond(c, await takeEvents(c.req.raw, { ingest, sender: host.value }))
  })
  app.get(ROUTES.session.path, async (c) => {
    const told = await session(c, ports)
    const counted = told.ok ? await counting(c, countCall) : told
    return respond(c, counted.ok ? told : counted)
  })
  app.get(ME_ROUTES.me.path, async (c) => respond(c, await me(c, served)))
  for (const route of Object.values(SERVICE_ROUTES)) {
    mount(app, route, (c) =>
      route.answer(rawRequest(c, route), {
        ports: { ...(route.isQuiet ? quiet : ports), admit },
        caller: c.get('caller'),
        place: placeOf(c),
      }),
    )
  }
  for (const route of Object.values(OPERATOR_ROUTES)) {
    mount(app, route, (c) => route.answer(rawRequest(c, route), { ports, caller: c.get('caller') }))
  }
  // Before the others: an address that ends in .csv is none of theirs.
  for (const route of Object.values(DOWNLOAD_ROUTES)) {
    app.get(patternOf(route.path), (c) => sendFile(c, route, served))
  }
  app.get(patternOf(EVENT_STREAM_PATH), (c) => follow(c, served, { changes, streams }))
  for (const route of Object.values(TEAM_ROUTES)) {
    mount(app, route, (c) => answerTeam(c, route, served))
  }
  for (const route of Object.values(PERSON_ROUTES)) {
    mount(app, route, (c) =>
      route.answer(rawRequest(c, route), { ports, caller: c.get('caller'), ...askerOf(c) }),
    )
  }

  for (const route of Object.values(EMBED_ROUTES)) {
    mount(app, route, (c) => route.answer(rawRequest(c, route), { ports: quiet, ...askerOf(c) }))
  }

  describeRoutes(app)
  const document = documentOf(app)
  app.get('/api/openapi.json', (c) => c.json(document()))
  app.get('/api/docs', (c) => c.html(docsPage(document())))
  app.get('/api/docs.css', (c) => c.text(DOCS_STYLE, 200, { 'content-type': 'text/css' }))
  refuseOtherMethods(app)
  app.all('/api/*', (c) => respond(c, refuse('not-found', 'The API has no such address.')))
  app.onError((error, c) => respond(c, failed(error, { c, report: ports.report })))
  return app
}

/**
 * A length that was told is judged by itself: a library that looks whether there is a body makes a stream of it,
 * which takes as long as the rest of a small request. A body never becomes longer than was told.
 */
function limit(maxSize: number): MiddlewareHandler {
  const most = maxSize.toLocaleString('en-US')
  const tooLarge = (c: Context) =>
    respond(c, refuse('too-large', `A body holds at most ${most} bytes.`))
  const counted = bodyLimit({ maxSize, onError: tooLarge })
  return async (c, next) => {
    const { headers } = c.req.raw
    const told = headers.get('content-length')
    if (told === null || headers.has('transfer-encoding')) return counted(c, next)
    if (Number(told) > maxSize) return tooLarge(c)
    return next()
  }
}

/** Whoever may send nothing takes no room. */
function whereRoom(ports: Ports, room: Room): MiddlewareHandler {
  return async (c, next) => {
    const host = hostOf(ports, { caller: c.get('caller'), scope: 'events' })
    if (c.req.method !== 'POST' || !host.ok) return next()
    const leave = room.enter(bytesAtMost(c.req.raw.headers))
    if (!leave) return respond(c, refuse('unavailable', NO_ROOM))
    try {
      await next()
    } finally {
      leave()
    }
  }
}

/** One that comes in pieces may become as large as any. */
function bytesAtMost(headers: Headers): number {
  if (headers.has('transfer-encoding')) return MAX_EVENTS_BYTES
  return Math.min(Number(headers.get('content-length') ?? 0), MAX_EVENTS_BYTES)
}

const NO_ROOM =
  'More events are on their way than are booked. Nothing of this request was taken: send it again.'

async function session(c: Context, ports: Ports): Promise<Answer<unknown>> {
  const query = parsePart(ROUTES.session.query, c.req.query(), 'query')
  if (!query.ok) return query
  const caller = c.get('caller')
  if (!caller.ok && caller.code === 'signed-out') return signedOutView(ports)
  if (!caller.ok) return caller
  return sessionView(ports, { team: query.value.team, caller: caller.value })
}

async function me(c: Context, { ports, countCall }: Served): Promise<Answer<unknown>> {
  const query = parsePart(ME_ROUTES.me.query, c.req.query(), 'query')
  if (!query.ok) return query
  const caller = c.get('caller')
  if (!caller.ok) return caller
  const counted = () => counting(c, countCall)
  return meView(ports, { team: query.value.team, caller: caller.value, counted })
}

function askedBy(c: Context) {
  return { headers: c.req.raw.headers, viewAs: c.req.header(VIEW_AS_HEADER) }
}

function mount(
  app: OpenAPIHono,
  route: { method: string; path: string },
  answered: (c: Context) => Promise<Answer<unknown> & { cookies?: readonly string[] }>,
): void {
  app.on(route.method.toUpperCase(), patternOf(route.path), async (c) =>
    respond(c, await answered(c)),
  )
}

function patternOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}\.csv/g, ':$1{.+\\.csv}').replaceAll(/\{(\w+)\}(?=\/|$)/g, ':$1')
}

async function answerTeam(c: Context, route: TeamRoute, served: Served): Promise<Answer<unknown>> {
  const common = await admitted(c, route, served)
  return common.ok ? route.answer(rawRequest(c, route), common.value) : common
}

async function sendFile(c: Context, route: DownloadRoute, served: Served): Promise<Response> {
  const params = withoutCsv(c.req.param())
  const common = await admitted(c, { needs: route.needs(params) }, served)
  if (!common.ok) return respond(c, common)
  const raw = rawRequest(c, { method: 'get' })
  const file = await route.answer({ ...raw, params }, common.value)
  if (!file.ok) return respond(c, file)
  const requestId = c.get('requestId')
  return downloadResponse(file.value, (error) => served.ports.report({ requestId, error }))
}

const FOLLOW = ['view-own-usage', 'view-team-usage'] as const

/** Whoever may see figures of the team is told that they changed; of what, only what they may fetch. */
async function follow(
  c: Context,
  served: Served,
  { changes, streams }: { changes: Changes; streams: OpenStreams },
): Promise<Response> {
  const common = await admitted(c, { needs: FOLLOW }, served)
  if (!common.ok) return respond(c, common)
  if (c.req.method === 'HEAD') return streamHead()
  const asker = { caller: c.get('caller'), address: c.get('address') }
  const isKnown = asker.caller.ok && asker.caller.value.kind !== 'anybody'
  const ended = streams.open(await userOf(served.ports, asker), isKnown ? 'user' : 'address')
  if (!ended) return respond(c, TOO_MANY_STREAMS)
  const team = c.req.param('team') ?? ''
  const roles = rolesText(common.value.viewer)
  // Whoever is removed or signed out is told nothing more; with other roles it is another page.
  const mayStill = async () => {
    const caller = await callerOf(served.ports, askedBy(c))
    if (!caller.ok) return false
    const known = await viewerIn(served.ports.store, { caller: caller.value, team })
    return known.ok && rolesText(known.value) === roles && mayAsk(known.value, { needs: FOLLOW })
  }
  return eventStream(changes, { team, mayStill, ended })
}

function rolesText({ roles }: Pick<Viewer, 'roles'>): string {
  return roles.toSorted().join()
}

/** A call with a personal key is one of its team's calls of the month, once it is let in. */
async function counting(c: Context, countCall: CountCall): Promise<Answer<undefined>> {
  const caller = c.get('caller')
  if (!caller.ok || caller.value.kind !== 'key') return answer(undefined)
  const { key } = caller.value
  if (key.kind !== 'personal') return answer(undefined)
  const counted = await countCall({ key, requestId: c.get('requestId') })
  c.set('month', counted.month)
  return counted.let
}

function withoutCsv(params: Record<string, string>): Record<string, string> {
  const entries = Object.entries(params)
  return Object.fromEntries(entries.map(([name, value]) => [name, value.replace(/\.csv$/, '')]))
}

/** Ask who it is, find their team, ask whether they may, then parse and answer: always so. */
async function admitted(
  c: Context,
  route: Pick<TeamRoute, 'needs'>,
  { ports, countCall }: Served,
): Promise<Answer<Common>> {
  const caller = c.get('caller')
  if (!caller.ok) return caller
  const id = c.req.param('team') ?? ''
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  const known = await viewerIn(ports.store, { caller: caller.value, team: id, isRead })
  if (!known.ok) return known
  const viewer = known.value
  if (!mayAsk(viewer, route)) return forbidden(route.needs, viewer)
  const counted = await counting(c, countCall)
  if (!counted.ok) return counted
  const team = guardedTeam(ports.store.team(id), { viewer, needs: route.needs })
  const by = { actor: actorOf(viewer), ...viaOf(viewer), ...placeOf(c) }
  return { ok: true, value: { team, viewer, ports, asOf: ports.now(), by } }
}

/** Which request it is, and where it comes from. */
function placeOf(c: Context) {
  return { address: c.get('address'), requestId: c.get('requestId') }
}

function rawRequest(c: Context, route: { method: string }): RawRequest {
  return {
    params: c.req.param(),
    query: c.req.query(),
    body: () => bodyOf(route, c.req.raw),
  }
}

/** A request that has no body is parsed as having none. */
async function bodyOf(route: { method: string }, request: Request): Promise<Answer<unknown>> {
  return hasBody(route) ? readJson(request) : { ok: true, value: undefined }
}

function respond(
  c: Context,
  answered: Answer<unknown> & { cookies?: readonly string[] },
): Response {
  if (!answered.ok) {
    c.set('problem', answered.code)
    return problemResponse(answered, { requestId: c.get('requestId') })
  }
  const body = JSON.stringify(answered.value)
  const headers = new Headers({
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...smallLength(body),
  })
  for (const cookie of answered.cookies ?? []) headers.append('set-cookie', cookie)
  return new Response(body, { headers })
}

/** The one funnel of failures: what is ours is reported, and never on the wire. */
function failed(error: unknown, options: { c: Context; report: Ports['report'] }): Refusal {
  const { c, report } = options
  if (error instanceof NoLongerAllowed) return forbidden(error.needs)
  if (brokeOff(error)) return refuse('invalid-request', 'The request ended before its body did.')
  report({ requestId: c.get('requestId'), error })
  if (error instanceof StoreUnavailable) {
    const took = c.req.path === HOST_ROUTES.ingest.path ? BOOKED_IN_PART : NOTHING_CHANGED
    return refuse('unavailable', took)
  }
  return refuse('internal', 'It was written down. Quote the request’s id when you ask about it.')
}

/** The sender went in the middle of its body: no failure of ours, and nobody to answer. */
function brokeOff(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return error.code === 'ECONNRESET' && error.message === 'aborted'
}

const NOTHING_CHANGED = 'Nothing was changed. Send the same request again.'
/** Each team of a batch has a transaction of its own. */
const BOOKED_IN_PART =
  'Events of this request may be booked already, those of one team all or none. Send the same request again: what is booked is told as a duplicate.'
