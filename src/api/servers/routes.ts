import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import { answer } from '../answer.ts'
import { viewed } from '../in-view.ts'
import { type TeamRoute, teamRoute } from '../team-route.ts'
import { serversView } from './servers-view.ts'
import { setServerLimit } from './set-server-limit.ts'

export const SERVER_ROUTES: Record<'servers' | 'setServerLimit', TeamRoute> = {
  servers: teamRoute(PART_ROUTES.servers, {
    needs: ['view-team-usage'],
    handle: (asked) => viewed(asked, async (view) => answer(await serversView(view))),
  }),
  setServerLimit: teamRoute(PART_ROUTES.setServerLimit, {
    needs: ['set-server-limit'],
    handle: setServerLimit,
  }),
}
