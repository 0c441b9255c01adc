import { z } from 'zod'
import type { AUDIT_ROUTES } from './audit-routes.ts'
import type { CONNECTION_ROUTES } from './connection-routes.ts'
import { dismissBodySchema, dismissReplySchema } from './dismiss.ts'
import type { EMBED_ROUTES } from './embed-routes.ts'
import { SESSION_PATH, USAGE_PATH } from './first-asked.ts'
import type { HOST_ROUTES } from './host-routes.ts'
import type { INVOICE_ROUTES } from './invoice-routes.ts'
import type { KEY_ROUTES } from './key-routes.ts'
import type { ME_ROUTES } from './me.ts'
import type { MEMBER_ROUTES } from './member-routes.ts'
import type { MESSAGE_ROUTES } from './message-routes.ts'
import type { OPERATOR_ROUTES } from './operator-routes.ts'
import type { PART_ROUTES } from './part-routes.ts'
import type { PEOPLE_ROUTES } from './people-routes.ts'
import { cyclesReplySchema, sessionReplySchema, usageReplySchema } from './usage.ts'
import { dateSchema, idSchema } from './values.ts'

const teamParams = z.object({ team: idSchema })
const alertParams = teamParams.extend({ alert: idSchema })
const cycleQuery = z.object({ cycle: dateSchema.optional() })
const none = z.object({})
const noBody = z.undefined()

/** Server-sent events: `changed` within a second of anything that happened to the team. */
export const EVENT_STREAM_PATH = '/api/v1/teams/{team}/events-stream'

/**
 * The wire: routes with their shapes. The API, its document and the page's client read it. Those that
 * the first page needs few of are apart; `WIRE` has all.
 */
export const ROUTES = {
  session: {
    method: 'get',
    path: SESSION_PATH,
    summary: 'Who am I, and which teams may I see',
    params: none,
    query: z.object({ team: idSchema.optional() }),
    body: noBody,
    reply: sessionReplySchema,
  },
  cycles: {
    method: 'get',
    path: '/api/v1/teams/{team}/cycles',
    summary: 'The billing cycles, newest first',
    params: teamParams,
    query: none,
    body: noBody,
    reply: cyclesReplySchema,
  },
  usage: {
    method: 'get',
    path: USAGE_PATH,
    summary: 'All resources in one cycle: what the Resource usage page shows',
    params: teamParams,
    query: cycleQuery,
    body: noBody,
    reply: usageReplySchema,
  },
  dismissAlert: {
    method: 'put',
    path: '/api/v1/teams/{team}/alerts/{alert}',
    summary: 'Dismiss an alert for the viewer, or bring it back',
    params: alertParams,
    query: none,
    body: dismissBodySchema,
    reply: dismissReplySchema,
  },
} as const

/** Other methods have a JSON body. */
export function hasBody(route: { method: string }): boolean {
  return route.method !== 'get' && route.method !== 'delete'
}

type Wire = typeof ROUTES &
  typeof ME_ROUTES &
  typeof HOST_ROUTES &
  typeof PART_ROUTES &
  typeof MESSAGE_ROUTES &
  typeof INVOICE_ROUTES &
  typeof OPERATOR_ROUTES &
  typeof KEY_ROUTES &
  typeof MEMBER_ROUTES &
  typeof PEOPLE_ROUTES &
  typeof CONNECTION_ROUTES &
  typeof AUDIT_ROUTES &
  typeof EMBED_ROUTES
export type RouteName = keyof Wire
export type Params<N extends RouteName> = z.input<Wire[N]['params']>
export type Query<N extends RouteName> = z.input<Wire[N]['query']>
export type Reply<N extends RouteName> = z.output<Wire[N]['reply']>
