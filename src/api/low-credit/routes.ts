import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import { answer } from '../answer.ts'
import { viewed } from '../in-view.ts'
import { type TeamRoute, teamRoute } from '../team-route.ts'
import { lowAlertsView } from './low-alerts-view.ts'
import { setLowAlerts } from './set-low-alerts.ts'

export const LOW_CREDIT_ROUTES: Record<'lowAlerts' | 'setLowAlerts', TeamRoute> = {
  lowAlerts: teamRoute(PART_ROUTES.lowAlerts, {
    needs: ['view-team-usage'],
    handle: (asked) => viewed(asked, async (view) => answer(await lowAlertsView(view))),
  }),
  setLowAlerts: teamRoute(PART_ROUTES.setLowAlerts, {
    needs: ['set-low-alerts'],
    handle: setLowAlerts,
  }),
}
