import { z } from 'zod'
import { INBOX_ROUTES } from './inbox.ts'
import {
  createEndpointBodySchema,
  deliveriesQuerySchema,
  deliveriesReplySchema,
  deliveryReplySchema,
  endpointBodySchema,
  endpointReplySchema,
  endpointsReplySchema,
  mailChoiceBodySchema,
  mailChoicesReplySchema,
  sendAgainBodySchema,
  sendTestBodySchema,
} from './message-page.ts'
import { idSchema } from './values.ts'

const teamParams = z.object({ team: idSchema })
const endpointParams = teamParams.extend({ endpoint: idSchema })
const none = z.object({})
const noBody = z.undefined()

/** What people are told: their inbox, the log of deliveries, their choices, and webhooks. */
export const MESSAGE_ROUTES = {
  ...INBOX_ROUTES,
  deliveries: {
    method: 'get',
    path: '/api/v1/teams/{team}/deliveries',
    summary: 'What was sent to whom, when, and how it went; newest first',
    params: teamParams,
    query: deliveriesQuerySchema,
    body: noBody,
    reply: deliveriesReplySchema,
  },
  sendAgain: {
    method: 'post',
    path: '/api/v1/teams/{team}/deliveries/again',
    summary: 'Send a mail or webhook again, at once',
    params: teamParams,
    query: none,
    body: sendAgainBodySchema,
    reply: deliveryReplySchema,
  },
  sendTest: {
    method: 'post',
    path: '/api/v1/teams/{team}/deliveries/test',
    summary: 'Send a test: a mail to the viewer, or a message to a webhook',
    params: teamParams,
    query: none,
    body: sendTestBodySchema,
    reply: deliveryReplySchema,
  },
  mailChoices: {
    method: 'get',
    path: '/api/v1/teams/{team}/mail-choices',
    summary: 'Which mails the viewer gets',
    params: teamParams,
    query: none,
    body: noBody,
    reply: mailChoicesReplySchema,
  },
  chooseMails: {
    method: 'put',
    path: '/api/v1/teams/{team}/mail-choices',
    summary: 'Turn mails about one’s own credits, or the team’s, on or off',
    params: teamParams,
    query: none,
    body: mailChoiceBodySchema,
    reply: mailChoicesReplySchema,
  },
  endpoints: {
    method: 'get',
    path: '/api/v1/teams/{team}/webhooks',
    summary: 'The team’s webhook endpoints',
    params: teamParams,
    query: none,
    body: noBody,
    reply: endpointsReplySchema,
  },
  createEndpoint: {
    method: 'post',
    path: '/api/v1/teams/{team}/webhooks',
    summary: 'Add a webhook endpoint; the reply shows its signing secret, once',
    description:
      'Messages are signed and retried as Standard Webhooks has it. One that takes nothing for three days is turned off, and Admin and Billing are told.',
    params: teamParams,
    query: none,
    body: createEndpointBodySchema,
    reply: endpointReplySchema,
  },
  switchEndpoint: {
    method: 'put',
    path: '/api/v1/teams/{team}/webhooks/{endpoint}',
    summary: 'Turn a webhook endpoint on or off',
    params: endpointParams,
    query: none,
    body: endpointBodySchema,
    reply: endpointReplySchema,
  },
  deleteEndpoint: {
    method: 'delete',
    path: '/api/v1/teams/{team}/webhooks/{endpoint}',
    summary: 'Remove a webhook endpoint; what still waits for it is given up',
    params: endpointParams,
    query: none,
    body: noBody,
    reply: endpointsReplySchema,
  },
} as const
