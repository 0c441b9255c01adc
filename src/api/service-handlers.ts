import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { makeEmbedLink } from './embedding/make-link.ts'
import { deployFlow } from './flows/deploy-flow.ts'
import { changePlan } from './plans/change-plan.ts'
import { endRun, findRun } from './runs/end-run.ts'
import { type ServiceRoute, serviceRoute } from './service-route.ts'

/** The routes of a host product, besides sending events. */
export type ServiceRouteName =
  | 'changePlan'
  | 'deployFlow'
  | 'admitRun'
  | 'run'
  | 'settleRun'
  | 'releaseRun'
  | 'createEmbedLink'

export const SERVICE_ROUTES: Record<ServiceRouteName, ServiceRoute> = {
  admitRun: serviceRoute(HOST_ROUTES.admitRun, {
    scope: 'runs',
    team: ({ body }) => body.team,
    handle: ({ body }, { admit }) => admit(body),
  }),
  run: serviceRoute(HOST_ROUTES.run, {
    scope: 'runs',
    team: ({ query }) => query.team,
    handle: ({ params, team }, { store, now }) =>
      findRun({ store, asOf: now(), team, run: params.run }),
  }),
  settleRun: serviceRoute(HOST_ROUTES.settleRun, {
    scope: 'runs',
    team: ({ body }) => body.team,
    handle: ({ params, team }, { store, now }) =>
      endRun({ store, asOf: now(), team, run: params.run, as: 'settled' }),
  }),
  releaseRun: serviceRoute(HOST_ROUTES.releaseRun, {
    scope: 'runs',
    team: ({ body }) => body.team,
    handle: ({ params, team }, { store, now }) =>
      endRun({ store, asOf: now(), team, run: params.run, as: 'released' }),
  }),
  changePlan: serviceRoute(HOST_ROUTES.changePlan, {
    scope: 'teams',
    team: ({ params }) => params.team,
    handle: ({ body, team, by }, { store, catalog, now }) =>
      changePlan({ store, catalog, asOf: now(), team, plan: body.plan, by }),
  }),
  deployFlow: serviceRoute(HOST_ROUTES.deployFlow, {
    scope: 'teams',
    team: ({ params }) => params.team,
    handle: ({ params, body, team }, { store, now }) =>
      deployFlow({ store, asOf: now(), team, flow: params.flow, body }),
  }),
  createEmbedLink: serviceRoute(HOST_ROUTES.createEmbedLink, {
    scope: 'embed',
    isQuiet: true,
    team: ({ params }) => params.team,
    handle: makeEmbedLink,
  }),
}
