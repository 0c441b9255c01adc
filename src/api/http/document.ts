import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { DOWNLOADS } from '#shared/contract/downloads.ts'
import { usageEventSchema } from '#shared/contract/event.ts'
import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { OPERATOR_ROUTES } from '#shared/contract/operator-routes.ts'
import { EVENT_STREAM_PATH, hasBody, VIEW_AS_HEADER } from '#shared/contract/routes.ts'
import { runProblemSchema } from '#shared/contract/run.ts'
import { idSchema } from '#shared/contract/values.ts'
import { WIRE } from '#shared/contract/wire.ts'

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
        200: { description: 'Done', content: json(route.reply) },
        default: PROBLEM,
      },
    })
  }
  describeDownloads(app)
  describeStream(app)
}

/** What a host product asks is asked by nobody, also where it is of a team. */
function isAskedBySomebody(name: string, { path }: { path: string }): boolean {
  if (name in HOST_ROUTES) return false
  return path.includes('{team}') || name === 'session' || name in OPERATOR_ROUTES
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
        content: { 'text/event-stream': { schema: z.string() } },
      },
      default: PROBLEM,
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
        200: { description: 'The file', content: { 'text/csv': { schema: z.string() } } },
        default: PROBLEM,
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

function json(schema: z.ZodType) {
  return { 'application/json': { schema } }
}
