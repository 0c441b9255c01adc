import { z } from 'zod'
import { chargesQuerySchema, chargesReplySchema } from './charge.ts'
import { flowsReplySchema } from './flow.ts'
import { lowAlertsBodySchema, lowAlertsReplySchema, lowCrossingSchema } from './low-credit.ts'
import { membersQuerySchema, membersReplySchema } from './page.ts'
import { purchaseBodySchema, purchaseReplySchema, purchasesReplySchema } from './purchase.ts'
import { resourceReplySchema } from './resource.ts'
import { serverLimitBodySchema, serverLimitReplySchema, serversReplySchema } from './server.ts'
import {
  spendCapBodySchema,
  spendCapReplySchema,
  switchBodySchema,
  switchPreviewSchema,
  switchReplySchema,
} from './switch.ts'
import { alertSchema } from './usage.ts'
import { dateSchema, figuresShape, idSchema, resourceSchema } from './values.ts'

const teamParams = z.object({ team: idSchema })
const resourceParams = teamParams.extend({ resource: resourceSchema })
const cycleQuery = z.object({ cycle: dateSchema.optional() })
const none = z.object({})
const noBody = z.undefined()
const serverParams = teamParams.extend({ server: idSchema })

/** What is asked once the first page is drawn: details, flows, servers, purchases. */
export const PART_ROUTES = {
  resource: {
    method: 'get',
    path: '/api/v1/teams/{team}/resources/{resource}',
    summary: 'One resource in one cycle, broken down, with its rate card',
    params: resourceParams,
    query: cycleQuery,
    body: noBody,
    reply: resourceReplySchema,
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
  members: {
    method: 'get',
    path: '/api/v1/teams/{team}/resources/{resource}/members',
    summary: 'Members with their balances: search, sort, filter, pages',
    params: resourceParams,
    query: membersQuerySchema,
    body: noBody,
    reply: membersReplySchema,
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
  previewSwitch: {
    method: 'post',
    path: '/api/v1/teams/{team}/resources/{resource}/pay-as-you-go/preview',
    summary: 'What a switch would do, before it is decided',
    params: resourceParams,
    query: none,
    body: switchBodySchema,
    reply: switchPreviewSchema,
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
} as const
