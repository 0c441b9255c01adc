import { ROUTES } from '#shared/contract/routes.ts'
import { admitRun } from './runs/admit-run.ts'
import { endRun, findRun } from './runs/end-run.ts'
import { type ServiceRoute, serviceRoute } from './service-route.ts'

/** The routes of a host product, besides sending events. */
export type ServiceRouteName = 'admitRun' | 'run' | 'settleRun' | 'releaseRun'

export const SERVICE_ROUTES: Record<ServiceRouteName, ServiceRoute> = {
  admitRun: serviceRoute(ROUTES.admitRun, ({ body }, { store, catalog, now }) =>
    admitRun({ store, catalog, asOf: now(), body }),
  ),
  run: serviceRoute(ROUTES.run, ({ params, query }, { store, now }) =>
    findRun({ store, asOf: now(), team: query.team, run: params.run }),
  ),
  settleRun: serviceRoute(ROUTES.settleRun, ({ params, body }, { store, now }) =>
    endRun({ store, asOf: now(), team: body.team, run: params.run, as: 'settled' }),
  ),
  releaseRun: serviceRoute(ROUTES.releaseRun, ({ params, body }, { store, now }) =>
    endRun({ store, asOf: now(), team: body.team, run: params.run, as: 'released' }),
  ),
}
