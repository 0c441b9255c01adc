import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { DOWNLOADS } from '#shared/contract/downloads.ts'
import { usageEventSchema } from '#shared/contract/event.ts'
import { VIEW_AS_HEADER } from '#shared/contract/first-asked.ts'
import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { OPERATOR_ROUTES } from '#shared/contract/operator-routes.ts'
import { EVENT_STREAM_PATH, hasBody } from '#shared/contract/routes.ts'
import { runProblemSchema } from '#shared/contract/run.ts'
import { idSchema } from '#shared/contract/values.ts'
import { WIRE } from '#shared/contract/wire.ts'

export type ApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

const DOCUMENT = { openapi: '3.1.0', info: { title: 'Headroom', version: '1' } }
/** The library writes a pattern's flags after it; in a document each is a pattern with `u` alone. */
const FLAG = /\/u$/

/** The document of all that is entered; made once, when it is first asked for. */
export function documentOf(app: OpenAPIHono): () => ApiDocument {
  let made: ApiDocument | undefined
  return () => {
    made ??= withoutFlags(app.getOpenAPI31Document(DOCUMENT))
    return made
  }
}

function withoutFlags(document: ApiDocument): ApiDocument {
  return JSON.parse(JSON.stringify(document), (name, value) =>
    name === 'pattern' && typeof value === 'string' ? value.replace(FLAG, '') : value,
  )
}

const eventsSchema = z.union([usageEventSchema, z.array(usageEventSchema)])

/** Enters every route of the table into the app's OpenAPI document. */
export function describeRoutes(app: OpenAPIHono): void {
  for (const [name, route] of Object.entries(WIRE)) {
    const bodySchema = name === 'ingest' ? eventsSchema : route.body
    app.openAPIRegistry.registerPath({
      operationId: name,
      method: route.method,
      path: route.path,
      summary: route.summary,
      ...('description' in route ? { description: route.description } : {}),
      request: {
        params: route.params,
        query: route.query,
        ...(isAskedBySomebody(name, route) ? { headers: viewAsHeader } : {}),
        ...(hasBody(route) ? { body: { required: true, content: json(bodySchema) } } : {}),
      },
      responses: {
        200: { description: 'Done', ...headersOf(name), content: json(route.reply) },
        default: { ...PROBLEM, ...headersOf(name) },
      },
    })
  }
  describeDownloads(app)
  describeStream(app)
}

/** What a host product asks is not counted. */
function headersOf(name: string): { headers?: typeof LIMIT_HEADERS } {
  return name in HOST_ROUTES ? {} : { headers: LIMIT_HEADERS }
}

/** What a host product asks is asked by nobody, also where it is of a team. */
function isAskedBySomebody(name: string, { path }: { path: string }): boolean {
  if (name in HOST_ROUTES) return false
  return path.includes('{team}') || name === 'session' || name === 'me' || name in OPERATOR_ROUTES
}

/** The one answer that never ends, so no route of the table. */
function describeStream(app: OpenAPIHono): void {
  app.openAPIRegistry.registerPath({
    operationId: 'eventStream',
    method: 'get',
    path: EVENT_STREAM_PATH,
    summary: 'Follow a team: server-sent events that say when its figures changed',
    description:
      'Each event has the type `changed` and no figures: fetch what you show. Lines that begin with a colon only keep the connection open.',
    request: { params: z.object({ team: idSchema }), headers: viewAsHeader },
    responses: {
      200: {
        description: 'The stream',
        headers: LIMIT_HEADERS,
        content: { 'text/event-stream': { schema: z.string() } },
      },
      default: { ...PROBLEM, headers: LIMIT_HEADERS },
    },
  })
}

/** Enters every file that can be taken home. */
function describeDownloads(app: OpenAPIHono): void {
  for (const [name, { method, path, summary, params, query }] of Object.entries(DOWNLOADS)) {
    app.openAPIRegistry.registerPath({
      operationId: name,
      method,
      path,
      summary,
      request: { params, query, headers: viewAsHeader },
      responses: {
        200: {
          description: 'The file',
          headers: LIMIT_HEADERS,
          content: { 'text/csv': { schema: z.string() } },
        },
        default: { ...PROBLEM, headers: LIMIT_HEADERS },
      },
    })
  }
}

const PROBLEM = {
  description: 'A problem document (RFC 9457)',
  content: { 'application/problem+json': { schema: runProblemSchema } },
}

const viewAsHeader = z.object({
  [VIEW_AS_HEADER]: z
    .string()
    .optional()
    .meta({ description: '`admin`, `billing`, `member` or `member:ID`' }),
})

const LIMIT_HEADERS = z.object({
  'X-RateLimit-Limit': count('Requests that you may make in a minute'),
  'X-RateLimit-Remaining': count('How many of them are left'),
  'X-RateLimit-Reset': count('When the next minute begins, in seconds since 1970'),
  'RateLimit-Limit': count('As X-RateLimit-Limit'),
  'RateLimit-Remaining': count('As X-RateLimit-Remaining'),
  'RateLimit-Reset': count('As X-RateLimit-Reset'),
  RateLimit: text('The same in one: `limit=300, remaining=299, reset=60`, with seconds from now'),
  'RateLimit-Policy': text('`300;w=60`: requests, and in how many seconds'),
  'X-RateLimit-Limit-Month': count('With a personal key: the team’s calls of the month').optional(),
  'X-RateLimit-Remaining-Month': count('With a personal key: how many are left').optional(),
  'Retry-After': count('With a 429: in how many seconds to ask again').optional(),
  'X-RateLimit-RetryAfter': count('As Retry-After').optional(),
})

function count(description: string) {
  return z.int().min(0).meta({ description })
}

function text(description: string) {
  return z.string().meta({ description })
}

function json(schema: z.ZodType) {
  return { 'application/json': { schema } }
}
