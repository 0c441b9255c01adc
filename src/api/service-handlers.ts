import { HOST_ROUTES } from '#shared/contract/host-routes.ts'
import { deployFlow } from './flows/deploy-flow.ts'
import { changePlan } from './plans/change-plan.ts'
import { admitRun } from './runs/admit-run.ts'
import { endRun, findRun } from './runs/end-run.ts'
import { type ServiceRoute, serviceRoute } from './service-route.ts'

/** Whoever sends events: until it has a key, it has no name of its own. */
const HOST = { id: 'host', name: 'The host product' }

/** The routes of a host product, besides sending events. */
export type ServiceRouteName =
  | 'changePlan'
  | 'deployFlow'
  | 'admitRun'
  | 'run'
  | 'settleRun'
  | 'releaseRun'

export const SERVICE_ROUTES: Record<ServiceRouteName, ServiceRoute> = {
  admitRun: serviceRoute(HOST_ROUTES.admitRun, ({ body }, { store, catalog, now }) =>
    admitRun({ store, catalog, asOf: now(), body }),
  ),
  run: serviceRoute(HOST_ROUTES.run, ({ params, query }, { store, now }) =>
    findRun({ store, asOf: now(), team: query.team, run: params.run }),
  ),
  changePlan: serviceRoute(HOST_ROUTES.changePlan, ({ params, body }, { store, catalog, now }) =>
    changePlan({ store, catalog, asOf: now(), team: params.team, plan: body.plan, actor: HOST }),
  ),
  deployFlow: serviceRoute(HOST_ROUTES.deployFlow, ({ params, body }, { store, now }) =>
    deployFlow({ store, asOf: now(), team: params.team, flow: params.flow, body }),
  ),
  settleRun: serviceRoute(HOST_ROUTES.settleRun, ({ params, body }, { store, now }) =>
    endRun({ store, asOf: now(), team: body.team, run: params.run, as: 'settled' }),
  ),
  releaseRun: serviceRoute(HOST_ROUTES.releaseRun, ({ params, body }, { store, now }) =>
    endRun({ store, asOf: now(), team: body.team, run: params.run, as: 'released' }),
  ),
}
