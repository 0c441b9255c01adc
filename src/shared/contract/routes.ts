import { z } from 'zod'
import { ingestReplySchema } from './event.ts'
import { deployFlowBodySchema, deployFlowReplySchema, flowsReplySchema } from './flow.ts'
import type { INVOICE_ROUTES } from './invoice-routes.ts'
import { lowAlertsBodySchema, lowAlertsReplySchema, lowCrossingSchema } from './low-credit.ts'
import type { MESSAGE_ROUTES } from './message-routes.ts'
import {
  chargesQuerySchema,
  chargesReplySchema,
  membersQuerySchema,
  membersReplySchema,
} from './page.ts'
import { planBodySchema, planReplySchema } from './plan.ts'
import { purchaseBodySchema, purchaseReplySchema, purchasesReplySchema } from './purchase.ts'
import { admitBodySchema, endRunBodySchema, runReplySchema } from './run.ts'
import { serverLimitBodySchema, serverLimitReplySchema, serversReplySchema } from './server.ts'
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
const flowParams = teamParams.extend({ flow: idSchema })
const serverParams = teamParams.extend({ server: idSchema })
const alertParams = teamParams.extend({ alert: idSchema })
const runParams = z.object({ run: idSchema })
const cycleQuery = z.object({ cycle: dateSchema.optional() })
const none = z.object({})
const noBody = z.undefined()

/** Says who is viewing, while there is no sign-in: `admin`, `billing`, `member` or `member:ID`. */
export const VIEW_AS_HEADER = 'x-headroom-view-as'

/** Server-sent events: `changed` within a second of anything that happened to the team. */
export const EVENT_STREAM_PATH = '/api/v1/teams/{team}/events-stream'

/**
 * The wire: routes with their shapes. The API, its document and the page's client read it. Those of
 * messages and invoices are apart, since the first page needs few of them; `WIRE` has all.
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
  ingest: {
    method: 'post',
    path: '/api/v1/events',
    summary: 'Take one usage event or a batch; a result for each',
    description:
      'Each team of a batch has a transaction of its own. A 503 may come after some teams’ events were booked, those of one team all or none: send the same request again, and what is booked is told as a duplicate.',
    params: none,
    query: none,
    // Parsed event by event, so that nothing in a batch hinders the rest.
    body: z.unknown(),
    reply: ingestReplySchema,
  },
  admitRun: {
    method: 'post',
    path: '/api/v1/runs',
    summary: 'Ask whether work may start; its estimate is set aside',
    description:
      'The host names the run, so it can safely ask again. A refusal says which limit, how it stands, and what would let the run start. Events name the run in their attribute `run`; they are always taken.',
    params: none,
    query: none,
    body: admitBodySchema,
    reply: runReplySchema,
  },
  run: {
    method: 'get',
    path: '/api/v1/runs/{run}',
    summary: 'A run, what it used and what is held for it',
    params: runParams,
    query: teamParams,
    body: noBody,
    reply: runReplySchema,
  },
  settleRun: {
    method: 'post',
    path: '/api/v1/runs/{run}/settle',
    summary: 'The run has reported all of its use: what is still held is free again',
    params: runParams,
    query: none,
    body: endRunBodySchema,
    reply: runReplySchema,
  },
  releaseRun: {
    method: 'post',
    path: '/api/v1/runs/{run}/release',
    summary: 'The run did not take place: what is held is free again',
    params: runParams,
    query: none,
    body: endRunBodySchema,
    reply: runReplySchema,
  },
  changePlan: {
    method: 'put',
    path: '/api/v1/teams/{team}/plan',
    summary: 'Put a team on another plan, from now on',
    description:
      'Limits, prices and switches of the plan hold at the very next request; credits used in this cycle stay used. Cycles that are over keep the plan that they ended on.',
    params: teamParams,
    query: none,
    body: planBodySchema,
    reply: planReplySchema,
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
  purchases: {
    method: 'get',
    path: '/api/v1/teams/{team}/purchases',
    summary: 'Packs of bonus credits to buy, those bought, and what is left of each',
    params: teamParams,
    query: none,
    body: noBody,
    reply: purchasesReplySchema,
  },
  lowAlerts: {
    method: 'get',
    path: '/api/v1/teams/{team}/low-credit-alerts',
    summary: 'When the team is told that its Assistant credits run low',
    params: teamParams,
    query: none,
    body: noBody,
    reply: lowAlertsReplySchema,
  },
  setLowAlerts: {
    method: 'put',
    path: '/api/v1/teams/{team}/low-credit-alerts',
    summary: 'Set when the team is told that its Assistant credits run low',
    description:
      'Each mark fires once in a cycle, with the charge that leaves no more than its credits; credits bought above it arm it again. A mark that is reached already when it is set waits for that.',
    params: teamParams,
    query: none,
    body: lowAlertsBodySchema,
    reply: lowAlertsReplySchema,
  },
  flows: {
    method: 'get',
    path: '/api/v1/teams/{team}/flows',
    summary: 'Deployed flows: active, or suspended since when and until when',
    params: teamParams,
    query: none,
    body: noBody,
    reply: flowsReplySchema,
  },
  deployFlow: {
    method: 'put',
    path: '/api/v1/teams/{team}/flows/{flow}',
    summary: 'A host deployed a flow, or removed it',
    description:
      'A flow that nobody told of is learned from its first cloud run. What a host says of it stands.',
    params: flowParams,
    query: none,
    body: deployFlowBodySchema,
    reply: deployFlowReplySchema,
  },
  servers: {
    method: 'get',
    path: '/api/v1/teams/{team}/servers',
    summary: 'Assistant servers: use today, daily limit, and the last 14 days',
    params: teamParams,
    query: none,
    body: noBody,
    reply: serversReplySchema,
  },
  setServerLimit: {
    method: 'put',
    path: '/api/v1/teams/{team}/servers/{server}/limit',
    summary: 'Set how much an Assistant server may use on a day, or take the limit away',
    description:
      'A day is one of the team’s zone. Past the limit no run of the server is admitted until the next; work that ran is taken all the same, and work with an own provider key is not counted.',
    params: serverParams,
    query: none,
    body: serverLimitBodySchema,
    reply: serverLimitReplySchema,
  },
  buyPack: {
    method: 'post',
    path: '/api/v1/teams/{team}/purchases',
    summary: 'Buy a pack of bonus credits, at the price of the day',
    description:
      'The buyer names the purchase by a key: sent again with the same body it is the same purchase, with another body it is refused. The credits can be used from the answer on and never expire.',
    params: teamParams,
    query: none,
    body: purchaseBodySchema,
    reply: purchaseReplySchema,
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

type Wire = typeof ROUTES & typeof MESSAGE_ROUTES & typeof INVOICE_ROUTES
export type RouteName = keyof Wire
export type Params<N extends RouteName> = z.input<Wire[N]['params']>
export type Query<N extends RouteName> = z.input<Wire[N]['query']>
export type Reply<N extends RouteName> = z.output<Wire[N]['reply']>
