import { z } from 'zod'
import {
  invitationsReplySchema,
  inviteBodySchema,
  inviteReplySchema,
  removedReplySchema,
  rolesBodySchema,
  rosterMemberSchema,
  rosterQuerySchema,
  rosterReplySchema,
} from './member.ts'
import { idSchema } from './values.ts'

const teamParams = z.object({ team: idSchema })
const memberParams = teamParams.extend({ member: idSchema })
const none = z.object({})
const noBody = z.undefined()

/** Who is in the team, and as what. */
export const MEMBER_ROUTES = {
  roster: {
    method: 'get',
    path: '/api/v1/teams/{team}/members',
    summary: 'Who is in the team, by name: search, pages',
    params: teamParams,
    query: rosterQuerySchema,
    body: noBody,
    reply: rosterReplySchema,
  },
  setRoles: {
    method: 'put',
    path: '/api/v1/teams/{team}/members/{member}/roles',
    summary: 'Give a member these roles, and no others',
    params: memberParams,
    query: none,
    body: rolesBodySchema,
    reply: rosterMemberSchema,
  },
  removeMember: {
    method: 'delete',
    path: '/api/v1/teams/{team}/members/{member}',
    summary: 'Remove a member: access ends at once, usage stays',
    params: memberParams,
    query: none,
    body: noBody,
    reply: removedReplySchema,
  },
  invitations: {
    method: 'get',
    path: '/api/v1/teams/{team}/invitations',
    summary: 'Invitations that can be accepted still',
    params: teamParams,
    query: none,
    body: noBody,
    reply: invitationsReplySchema,
  },
  invite: {
    method: 'post',
    path: '/api/v1/teams/{team}/invitations',
    summary: 'Invite somebody by mail',
    params: teamParams,
    query: none,
    body: inviteBodySchema,
    reply: inviteReplySchema,
  },
  withdrawInvitation: {
    method: 'delete',
    path: '/api/v1/teams/{team}/invitations/{invitation}',
    summary: 'Withdraw an invitation',
    params: teamParams.extend({ invitation: idSchema }),
    query: none,
    body: noBody,
    reply: removedReplySchema,
  },
} as const
