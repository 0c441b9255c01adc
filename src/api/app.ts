import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requestId } from 'hono/request-id'
import { ROUTES, VIEW_AS_HEADER } from '#shared/contract/routes.ts'
import type { Answer } from './answer.ts'
import { TEAM_ROUTES } from './handlers.ts'
import { DOCS_STYLE, docsPage } from './http/docs-page.ts'
import { describeRoutes } from './http/document.ts'
import { takeEvents } from './http/events-route.ts'
import { forbidden } from './http/forbidden.ts'
import { parsePart, readJson } from './http/parse.ts'
import { problemResponse } from './http/problem.ts'
import { ingestInto } from './ledger/ingest.ts'
import { type Ports, StoreUnavailable } from './ports.ts'
import { mayAsk, type TeamRoute } from './team-route.ts'
import { sessionView } from './views/session.ts'

/** A full batch of the largest events that the contract takes, and some room. */
const MAX_EVENTS_BYTES = 8 * 1024 * 1024
const MAX_BODY_BYTES = 256 * 1024

/** The API: web-standard requests in, responses out, everything else through its ports. */
export function createApi(ports: Ports): OpenAPIHono {
  const app = new OpenAPIHono()
  const ingest = ingestInto(ports)
  app.use(requestId())
  app.use('/api/v1/events', limit(MAX_EVENTS_BYTES))
  app.use('/api/v1/teams/*', limit(MAX_BODY_BYTES))
  app.post(ROUTES.ingest.path, (c) => takeEvents(c.req.raw, ingest))
  app.get(ROUTES.session.path, (c) => session(c, ports))
  for (const route of Object.values(TEAM_ROUTES)) mount(app, route, ports)

  describeRoutes(app)
  app.get('/api/openapi.json', (c) => c.json(app.getOpenAPI31Document(DOCUMENT)))
  app.get('/api/docs', (c) => c.html(docsPage(app.getOpenAPI31Document(DOCUMENT))))
  app.get('/api/docs.css', (c) => c.text(DOCS_STYLE, 200, { 'content-type': 'text/css' }))
  app.all('/api/*', () => problemResponse({ code: 'not-found', detail: 'no such route' }))
  app.onError((error, c) => failed(error, { requestId: c.get('requestId'), report: ports.report }))
  return app
}

const DOCUMENT = { openapi: '3.1.0', info: { title: 'Headroom', version: '1' } }

function limit(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () =>
      problemResponse({ code: 'too-large', detail: `a body holds at most ${maxSize} bytes` }),
  })
}

async function session(c: Context, ports: Ports): Promise<Response> {
  const query = parsePart(ROUTES.session.query, c.req.query(), 'query')
  if (!query.ok) return problemResponse(query)
  const found = await sessionView(ports, {
    team: query.value.team,
    viewAs: c.req.header(VIEW_AS_HEADER),
  })
  return found.ok ? reply(found.value) : problemResponse(found)
}

/** Find the team, ask who it is, ask whether they may, then parse and answer: always so. */
function mount(app: OpenAPIHono, route: TeamRoute, ports: Ports): void {
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
  app.on(route.method.toUpperCase(), path, async (c) => {
    const teamId = c.req.param('team') ?? ''
    const team = ports.store.team(teamId)
    if (!(await team.profile())) {
      return problemResponse({ code: 'unknown-team', detail: `there is no team ${teamId}` })
    }
    const as = c.req.header(VIEW_AS_HEADER)
    const viewer = await ports.identify({ viewAs: as, team: teamId })
    if (!viewer) {
      return problemResponse({ code: 'unknown-viewer', detail: `nobody is known as ${as}` })
    }
    if (!mayAsk(viewer, route)) return forbidden(route.needs)
    const raw = {
      params: c.req.param(),
      query: c.req.query(),
      body: () => bodyOf(route, c.req.raw),
    }
    const answered = await route.answer(raw, { team, viewer, ports, asOf: ports.now() })
    return answered.ok ? reply(answered.value) : problemResponse(answered)
  })
}

/** A request that has no body is parsed as having none. */
async function bodyOf(route: { method: string }, request: Request): Promise<Answer<unknown>> {
  return route.method === 'get' ? { ok: true, value: undefined } : readJson(request)
}

function reply(value: unknown): Response {
  return Response.json(value, { headers: { 'cache-control': 'no-store' } })
}

/** The one funnel of failures: what is ours is reported, and never on the wire. */
function failed(error: unknown, options: { requestId: string; report: Ports['report'] }): Response {
  const { requestId, report } = options
  report({ requestId, error })
  if (error instanceof StoreUnavailable) {
    const detail = 'nothing was changed; send the same request again'
    return problemResponse({ code: 'unavailable', detail, requestId })
  }
  const detail = 'it was written down; quote the request id when you ask about it'
  return problemResponse({ code: 'internal', detail, requestId })
}
