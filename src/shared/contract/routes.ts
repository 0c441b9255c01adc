import { z } from 'zod'
import type { HOST_ROUTES } from './host-routes.ts'
import type { INVOICE_ROUTES } from './invoice-routes.ts'
import { lowCrossingSchema } from './low-credit.ts'
import type { MESSAGE_ROUTES } from './message-routes.ts'
import {
  chargesQuerySchema,
  chargesReplySchema,
  membersQuerySchema,
  membersReplySchema,
} from './page.ts'
import type { PART_ROUTES } from './part-routes.ts'
import {
  dismissBodySchema,
  spendCapBodySchema,
  spendCapReplySchema,
  switchBodySchema,
  switchPreviewSchema,
  switchReplySchema,
} from './switch.ts'
import {
  alertSchema,
  cyclesReplySchema,
  resourceReplySchema,
  sessionReplySchema,
  usageReplySchema,
} from './usage.ts'
import { dateSchema, figuresShape, idSchema, resourceSchema } from './values.ts'

const teamParams = z.object({ team: idSchema })
const resourceParams = teamParams.extend({ resource: resourceSchema })
const alertParams = teamParams.extend({ alert: idSchema })
const cycleQuery = z.object({ cycle: dateSchema.optional() })
const none = z.object({})
const noBody = z.undefined()

/** Says who is viewing, while there is no sign-in: `admin`, `billing`, `member` or `member:ID`. */
export const VIEW_AS_HEADER = 'x-headroom-view-as'

/** Server-sent events: `changed` within a second of anything that happened to the team. */
export const EVENT_STREAM_PATH = '/api/v1/teams/{team}/events-stream'

/**
 * The wire: routes with their shapes. The API, its document and the page's client read it. Those that
 * the first page needs few of are apart; `WIRE` has all.
 */
export const ROUTES = {
  session: {
    method: 'get',
    path: '/api/v1/session',
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
    path: '/api/v1/teams/{team}/usage',
    summary: 'All resources in one cycle: what the Resource usage page shows',
    params: teamParams,
    query: cycleQuery,
    body: noBody,
    reply: usageReplySchema,
  },
  resource: {
    method: 'get',
    path: '/api/v1/teams/{team}/resources/{resource}',
    summary: 'One resource in one cycle, broken down, with its rate card',
    params: resourceParams,
    query: cycleQuery,
    body: noBody,
    reply: resourceReplySchema,
  },
  members: {
    method: 'get',
    path: '/api/v1/teams/{team}/resources/{resource}/members',
    summary: 'Members with their balances: search, sort, filter, pages',
    params: resourceParams,
    query: membersQuerySchema,
    body: noBody,
    reply: membersReplySchema,
  },
  charges: {
    method: 'get',
    path: '/api/v1/teams/{team}/resources/{resource}/charges',
    summary: 'The charges behind a figure, each with its event, rate and buckets',
    params: resourceParams,
    query: chargesQuerySchema,
    body: noBody,
    reply: chargesReplySchema,
  },
  previewSwitch: {
    method: 'post',
    path: '/api/v1/teams/{team}/resources/{resource}/pay-as-you-go/preview',
    summary: 'What a switch would do, before it is decided',
    params: resourceParams,
    query: none,
    body: switchBodySchema,
    reply: switchPreviewSchema,
  },
  switch: {
    method: 'put',
    path: '/api/v1/teams/{team}/resources/{resource}/pay-as-you-go',
    summary: 'Switch pay-as-you-go for the team or for members',
    params: resourceParams,
    query: none,
    body: switchBodySchema,
    reply: switchReplySchema,
  },
  setSpendCap: {
    method: 'put',
    path: '/api/v1/teams/{team}/resources/{resource}/spend-cap',
    summary: 'The most that pay-as-you-go may cost in one cycle; null for no cap',
    description:
      'At the cap pay-as-you-go stops as if it were switched off, until the next cycle or until the cap is raised. A cap below what is spent already stops it at once; nothing is taken back.',
    params: resourceParams,
    query: none,
    body: spendCapBodySchema,
    reply: spendCapReplySchema,
  },
  alerts: {
    method: 'get',
    path: '/api/v1/teams/{team}/alerts',
    summary: 'The alerts of one cycle, newest first',
    params: teamParams,
    query: cycleQuery,
    body: noBody,
    reply: z.object({
      ...figuresShape,
      alerts: z.array(alertSchema),
      low: z.array(lowCrossingSchema),
    }),
  },
  dismissAlert: {
    method: 'put',
    path: '/api/v1/teams/{team}/alerts/{alert}',
    summary: 'Dismiss an alert for the viewer, or bring it back',
    params: alertParams,
    query: none,
    body: dismissBodySchema,
    reply: alertSchema,
  },
} as const

/** Other methods have a JSON body. */
export function hasBody(route: { method: string }): boolean {
  return route.method !== 'get' && route.method !== 'delete'
}

type Wire = typeof ROUTES &
  typeof HOST_ROUTES &
  typeof PART_ROUTES &
  typeof MESSAGE_ROUTES &
  typeof INVOICE_ROUTES
export type RouteName = keyof Wire
export type Params<N extends RouteName> = z.input<Wire[N]['params']>
export type Query<N extends RouteName> = z.input<Wire[N]['query']>
export type Reply<N extends RouteName> = z.output<Wire[N]['reply']>
