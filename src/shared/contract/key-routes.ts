import { z } from 'zod'
import {
  createKeyBodySchema,
  createOwnKeyBodySchema,
  keyEndedReplySchema,
  newKeyReplySchema,
  ownKeysReplySchema,
  rotateKeyBodySchema,
  serviceKeysReplySchema,
} from './key.ts'
import { idSchema } from './values.ts'

const teamParams = z.object({ team: idSchema })
const keyParams = teamParams.extend({ key: idSchema })
const none = z.object({})
const noBody = z.undefined()

/** Keys of host products, and of members for their own programs. */
export const KEY_ROUTES = {
  serviceKeys: {
    method: 'get',
    path: '/api/v1/teams/{team}/service-keys',
    summary: 'Keys of host products for this team',
    params: teamParams,
    query: none,
    body: noBody,
    reply: serviceKeysReplySchema,
  },
  createServiceKey: {
    method: 'post',
    path: '/api/v1/teams/{team}/service-keys',
    summary: 'Make a key for a host product; its secret is shown once',
    params: teamParams,
    query: none,
    body: createKeyBodySchema,
    reply: newKeyReplySchema,
  },
  rotateServiceKey: {
    method: 'post',
    path: '/api/v1/teams/{team}/service-keys/{key}/rotate',
    summary: 'Make a new key in place of one that works on for some hours',
    params: keyParams,
    query: none,
    body: rotateKeyBodySchema,
    reply: newKeyReplySchema,
  },
  endServiceKey: {
    method: 'delete',
    path: '/api/v1/teams/{team}/service-keys/{key}',
    summary: 'Revoke a key of a host product at once',
    params: keyParams,
    query: none,
    body: noBody,
    reply: keyEndedReplySchema,
  },
  ownKeys: {
    method: 'get',
    path: '/api/v1/teams/{team}/personal-keys',
    summary: 'The viewer’s own keys: they read what the viewer may see',
    params: teamParams,
    query: none,
    body: noBody,
    reply: ownKeysReplySchema,
  },
  createOwnKey: {
    method: 'post',
    path: '/api/v1/teams/{team}/personal-keys',
    summary: 'Make a key that reads this team as the viewer; its secret is shown once',
    params: teamParams,
    query: none,
    body: createOwnKeyBodySchema,
    reply: newKeyReplySchema,
  },
  endOwnKey: {
    method: 'delete',
    path: '/api/v1/teams/{team}/personal-keys/{key}',
    summary: 'Revoke one of the viewer’s own keys at once',
    params: keyParams,
    query: none,
    body: noBody,
    reply: keyEndedReplySchema,
  },
} as const
