import type { EMBED_ROUTES } from '#shared/contract/embed-routes.ts'
import type { OPERATOR_ROUTES } from '#shared/contract/operator-routes.ts'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import type { PEOPLE_ROUTES } from '#shared/contract/people-routes.ts'
import { ROUTES, type RouteName } from '#shared/contract/routes.ts'
import { answer } from './answer.ts'
import { AUDIT_ROUTES } from './audit/routes.ts'
import { CONNECTION_ROUTES } from './connections/routes.ts'
import { dismissAlert } from './dismiss-alert.ts'
import { FLOW_ROUTES } from './flows/routes.ts'
import { forbidden } from './http/forbidden.ts'
import { inCycle, viewed } from './in-view.ts'
import { INVOICE_ROUTES } from './invoices/routes.ts'
import { KEY_ROUTES } from './keys/routes.ts'
import { lowCrossingsIn } from './low-credit/low-crossings.ts'
import { LOW_CREDIT_ROUTES } from './low-credit/routes.ts'
import { MEMBER_ROUTES } from './members/routes.ts'
import { MESSAGE_ROUTES } from './messages/routes.ts'
import { PURCHASE_ROUTES } from './purchases/routes.ts'
import { SERVER_ROUTES } from './servers/routes.ts'
import type { ServiceRouteName } from './service-handlers.ts'
import { setSpendCap } from './spending/set-spend-cap.ts'
import { decideSwitch } from './switching/decide.ts'
import { previewSwitch } from './switching/preview.ts'
import { type TeamRoute, teamRoute } from './team-route.ts'
import { alertsOf } from './views/alerts.ts'
import { chargesView } from './views/charges.ts'
import { membersView } from './views/members.ts'
import { resourceView } from './views/resource.ts'
import { usageView } from './views/usage.ts'
import { cyclesOf, holderIn, scopeOf } from './views/view.ts'

/** The routes of one team, which people ask. */
type TeamRouteName = Exclude<
  RouteName,
  | 'ingest'
  | 'session'
  | 'me'
  | ServiceRouteName
  | keyof typeof OPERATOR_ROUTES
  | keyof typeof PEOPLE_ROUTES
  | keyof typeof EMBED_ROUTES
>

/** One way to answer each route of a team: who may ask, and what they get. */
export const TEAM_ROUTES: Record<TeamRouteName, TeamRoute> = {
  cycles: teamRoute(ROUTES.cycles, {
    needs: ['view-own-usage', 'view-team-usage'],
    handle: (asked) => viewed(asked, async (view) => answer(await cyclesOf(view))),
  }),
  usage: teamRoute(ROUTES.usage, {
    needs: ['view-own-usage', 'view-team-usage'],
    handle: (asked) => inCycle(asked, async (view, cycle) => answer(await usageView(view, cycle))),
  }),
  resource: teamRoute(PART_ROUTES.resource, {
    needs: ['view-team-usage'],
    handle: (asked) =>
      inCycle(asked, async (view, cycle) =>
        answer(await resourceView(view, { cycle, resource: asked.params.resource })),
      ),
  }),
  members: teamRoute(PART_ROUTES.members, {
    needs: ['view-members'],
    handle: (asked) =>
      inCycle(asked, (view, cycle) =>
        membersView(view, { cycle, resource: asked.params.resource, query: asked.query }),
      ),
  }),
  charges: teamRoute(PART_ROUTES.charges, {
    needs: ['view-charges', 'view-own-charges'],
    handle: (asked) =>
      inCycle(asked, async (view, cycle) => {
        const { resource } = asked.params
        const scope = scopeOf(view)
        const own = scope.kind === 'member' ? { member: scope.member.id } : {}
        // Another member's are refused, not answered with the viewer's own.
        const { member = own.member } = asked.query
        if (own.member !== undefined && member !== own.member) {
          return forbidden(['view-charges'])
        }
        return chargesView(view, { cycle, resource, query: { ...asked.query, ...own } })
      }),
  }),
  alerts: teamRoute(PART_ROUTES.alerts, {
    needs: ['view-own-usage', 'view-team-usage'],
    handle: (asked) =>
      inCycle(asked, async (view, cycle) => {
        const alerts = await alertsOf(view, { cycle, holder: holderIn(view) })
        return answer({ alerts, low: await lowCrossingsIn(view, cycle) })
      }),
  }),
  dismissAlert: teamRoute(ROUTES.dismissAlert, {
    needs: ['dismiss-alert'],
    handle: dismissAlert,
  }),
  setSpendCap: teamRoute(PART_ROUTES.setSpendCap, {
    needs: ['switch-pay-as-you-go'],
    handle: ({ team, ports, viewer, by, asOf, params, body }) =>
      setSpendCap({
        team,
        catalog: ports.catalog,
        viewer,
        by,
        asOf,
        resource: params.resource,
        body,
      }),
  }),
  previewSwitch: teamRoute(PART_ROUTES.previewSwitch, {
    needs: ['switch-pay-as-you-go'],
    handle: (asked) =>
      viewed(asked, (view) =>
        previewSwitch(view, { resource: asked.params.resource, body: asked.body }),
      ),
  }),
  ...PURCHASE_ROUTES,
  ...SERVER_ROUTES,
  ...FLOW_ROUTES,
  ...LOW_CREDIT_ROUTES,
  ...INVOICE_ROUTES,
  ...MESSAGE_ROUTES,
  ...KEY_ROUTES,
  ...MEMBER_ROUTES,
  ...CONNECTION_ROUTES,
  ...AUDIT_ROUTES,
  switch: teamRoute(PART_ROUTES.switch, {
    needs: ['switch-pay-as-you-go'],
    handle: ({ team, ports, viewer, by, asOf, params, body }) =>
      decideSwitch({
        team,
        catalog: ports.catalog,
        viewer,
        by,
        asOf,
        resource: params.resource,
        body,
      }),
  }),
}
