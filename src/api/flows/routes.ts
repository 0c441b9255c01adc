import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import { answer } from '../answer.ts'
import { viewed } from '../in-view.ts'
import { type TeamRoute, teamRoute } from '../team-route.ts'
import { flowsView } from './flows-view.ts'

export const FLOW_ROUTES: Record<'flows', TeamRoute> = {
  flows: teamRoute(PART_ROUTES.flows, {
    needs: ['view-team-usage'],
    handle: (asked) => viewed(asked, async (view) => answer(await flowsView(view))),
  }),
}
