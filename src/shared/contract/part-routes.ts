import { z } from 'zod'
import { flowsReplySchema } from './flow.ts'
import { lowAlertsBodySchema, lowAlertsReplySchema } from './low-credit.ts'
import { purchaseBodySchema, purchaseReplySchema, purchasesReplySchema } from './purchase.ts'
import { serverLimitBodySchema, serverLimitReplySchema, serversReplySchema } from './server.ts'
import { idSchema } from './values.ts'

const teamParams = z.object({ team: idSchema })
const none = z.object({})
const noBody = z.undefined()
const serverParams = teamParams.extend({ server: idSchema })

/** Flows, servers and purchases. Apart from the others: the first page needs none of it. */
export const PART_ROUTES = {
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
