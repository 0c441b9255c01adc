import { z } from 'zod'
import {
  connectBodySchema,
  connectionReplySchema,
  connectionsReplySchema,
  readNowBodySchema,
} from './connection.ts'
import { idSchema } from './values.ts'

const teamParams = z.object({ team: idSchema })
const connectionParams = teamParams.extend({ connection: idSchema })
const none = z.object({})
const noBody = z.undefined()

/** The team's accounts at Postman and Flowly, which Headroom reads. */
export const CONNECTION_ROUTES = {
  connections: {
    method: 'get',
    path: '/api/v1/teams/{team}/connections',
    summary: 'Connected accounts: what they said last, and how reading them went',
    params: teamParams,
    query: none,
    body: noBody,
    reply: connectionsReplySchema,
  },
  connect: {
    method: 'post',
    path: '/api/v1/teams/{team}/connections',
    summary: 'Connect a Postman or Flowly account by its key, and read it at once',
    description:
      'The key is kept encrypted and never shown again. The first reading counts nothing: what was used before may be in the ledger already. From then on the differences between readings are usage.',
    params: teamParams,
    query: none,
    body: connectBodySchema,
    reply: connectionReplySchema,
  },
  readNow: {
    method: 'post',
    path: '/api/v1/teams/{team}/connections/{connection}/readings',
    summary: 'Read a connected account now',
    params: connectionParams,
    query: none,
    body: readNowBodySchema,
    reply: connectionReplySchema,
  },
  disconnect: {
    method: 'delete',
    path: '/api/v1/teams/{team}/connections/{connection}',
    summary: 'Disconnect an account; its key is erased, what was counted stays',
    params: connectionParams,
    query: none,
    body: noBody,
    reply: connectionsReplySchema,
  },
} as const
