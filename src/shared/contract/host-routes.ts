import { z } from 'zod'
import { embedLinkBodySchema, embedLinkReplySchema } from './embed.ts'
import { ingestReplySchema } from './event.ts'
import { deployFlowBodySchema, deployFlowReplySchema } from './flow.ts'
import { planBodySchema, planReplySchema } from './plan.ts'
import { admitBodySchema, endRunBodySchema, runReplySchema } from './run.ts'
import { idSchema } from './values.ts'

const teamParams = z.object({ team: idSchema })
const none = z.object({})
const noBody = z.undefined()
const flowParams = teamParams.extend({ flow: idSchema })
const runParams = z.object({ run: idSchema })

/** What a host product asks: the page asks none of it. */
export const HOST_ROUTES = {
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
      'The host names the run, so it can safely ask again while the run is admitted; once it ended or its hold expired, that is refused as `run-ended`. A refusal says which limit, how it stands, and what would let the run start. Events name the run in their attribute `run`; they are always taken, and free the hold where they are of the run’s own account, member, and flow or server.',
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
  createEmbedLink: {
    method: 'post',
    path: '/api/v1/teams/{team}/embed-links',
    summary: 'A link that opens the dashboard as a member of the team, once, within a minute',
    description:
      'It opens what the member’s roles open, but no more than the key gives. Ask for it when the page that shows it is asked for, and give it to nobody but the member.',
    params: teamParams,
    query: none,
    body: embedLinkBodySchema,
    reply: embedLinkReplySchema,
  },
} as const
