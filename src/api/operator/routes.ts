import { OPERATOR_ROUTES as SHAPES } from '#shared/contract/operator-routes.ts'
import { keptMailsView } from './kept-mails-view.ts'
import { type OperatorRoute, operatorRoute } from './operator-route.ts'

export const OPERATOR_ROUTES: Record<keyof typeof SHAPES, OperatorRoute> = {
  keptMails: operatorRoute(SHAPES.keptMails, ({ query }, ports) => keptMailsView(ports, query)),
}
