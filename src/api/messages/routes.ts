import { MESSAGE_ROUTES as SHAPES } from '#shared/contract/message-routes.ts'
import { viewed } from '../in-view.ts'
import { type TeamRoute, teamRoute } from '../team-route.ts'
import { deliveryLog } from './delivery-log.ts'
import { createEndpoint, deleteEndpoint, listEndpoints, switchEndpoint } from './endpoints.ts'
import { inboxView, markInbox } from './inbox.ts'
import { chooseMails, mailChoices } from './mail-choices.ts'
import { sendAgain, sendTest } from './send-again.ts'

export const MESSAGE_ROUTES: Record<keyof typeof SHAPES, TeamRoute> = {
  inbox: teamRoute(SHAPES.inbox, {
    needs: ['read-inbox'],
    handle: (asked) => viewed(asked, (view) => inboxView(view, asked.query)),
  }),
  markInbox: teamRoute(SHAPES.markInbox, { needs: ['read-inbox'], handle: markInbox }),
  deliveries: teamRoute(SHAPES.deliveries, {
    needs: ['view-deliveries'],
    handle: (asked) => viewed(asked, (view) => deliveryLog(view, asked.query)),
  }),
  sendAgain: teamRoute(SHAPES.sendAgain, { needs: ['send-messages'], handle: sendAgain }),
  sendTest: teamRoute(SHAPES.sendTest, { needs: ['send-messages'], handle: sendTest }),
  mailChoices: teamRoute(SHAPES.mailChoices, { needs: ['read-inbox'], handle: mailChoices }),
  chooseMails: teamRoute(SHAPES.chooseMails, { needs: ['read-inbox'], handle: chooseMails }),
  endpoints: teamRoute(SHAPES.endpoints, { needs: ['view-deliveries'], handle: listEndpoints }),
  createEndpoint: teamRoute(SHAPES.createEndpoint, {
    needs: ['manage-webhooks'],
    handle: createEndpoint,
  }),
  switchEndpoint: teamRoute(SHAPES.switchEndpoint, {
    needs: ['manage-webhooks'],
    handle: switchEndpoint,
  }),
  deleteEndpoint: teamRoute(SHAPES.deleteEndpoint, {
    needs: ['manage-webhooks'],
    handle: deleteEndpoint,
  }),
}
