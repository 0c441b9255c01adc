import type { MESSAGE_ROUTES as SHAPES } from '#shared/contract/message-routes.ts'
import { ROUTES } from '#shared/contract/routes.ts'
import { viewed } from '../in-view.ts'
import { type TeamRoute, teamRoute } from '../team-route.ts'
import { deliveryLog } from './delivery-log.ts'
import { createEndpoint, deleteEndpoint, listEndpoints, switchEndpoint } from './endpoints.ts'
import { inboxView, markInbox } from './inbox.ts'
import { chooseMails, mailChoices } from './mail-choices.ts'
import { sendAgain, sendTest } from './send-again.ts'

export const MESSAGE_ROUTES: Record<keyof typeof SHAPES, TeamRoute> = {
  inbox: teamRoute(ROUTES.inbox, {
    needs: ['read-inbox'],
    handle: (asked) => viewed(asked, (view) => inboxView(view, asked.query)),
  }),
  markInbox: teamRoute(ROUTES.markInbox, { needs: ['read-inbox'], handle: markInbox }),
  deliveries: teamRoute(ROUTES.deliveries, {
    needs: ['view-deliveries'],
    handle: (asked) => viewed(asked, (view) => deliveryLog(view, asked.query)),
  }),
  sendAgain: teamRoute(ROUTES.sendAgain, { needs: ['send-messages'], handle: sendAgain }),
  sendTest: teamRoute(ROUTES.sendTest, { needs: ['send-messages'], handle: sendTest }),
  mailChoices: teamRoute(ROUTES.mailChoices, { needs: ['read-inbox'], handle: mailChoices }),
  chooseMails: teamRoute(ROUTES.chooseMails, { needs: ['read-inbox'], handle: chooseMails }),
  endpoints: teamRoute(ROUTES.endpoints, { needs: ['view-deliveries'], handle: listEndpoints }),
  createEndpoint: teamRoute(ROUTES.createEndpoint, {
    needs: ['manage-webhooks'],
    handle: createEndpoint,
  }),
  switchEndpoint: teamRoute(ROUTES.switchEndpoint, {
    needs: ['manage-webhooks'],
    handle: switchEndpoint,
  }),
  deleteEndpoint: teamRoute(ROUTES.deleteEndpoint, {
    needs: ['manage-webhooks'],
    handle: deleteEndpoint,
  }),
}
