import { AUDIT_ROUTES } from './audit-routes.ts'
import { CONNECTION_ROUTES } from './connection-routes.ts'
import { EMBED_ROUTES } from './embed-routes.ts'
import { HOST_ROUTES } from './host-routes.ts'
import { INVOICE_ROUTES } from './invoice-routes.ts'
import { KEY_ROUTES } from './key-routes.ts'
import { ME_ROUTES } from './me.ts'
import { MEMBER_ROUTES } from './member-routes.ts'
import { MESSAGE_ROUTES } from './message-routes.ts'
import { OPERATOR_ROUTES } from './operator-routes.ts'
import { PART_ROUTES } from './part-routes.ts'
import { PEOPLE_ROUTES } from './people-routes.ts'
import { ROUTES } from './routes.ts'

/** Every route: what the API's document lists. A page takes only what it asks for. */
export const WIRE = {
  ...ROUTES,
  ...ME_ROUTES,
  ...HOST_ROUTES,
  ...PART_ROUTES,
  ...MESSAGE_ROUTES,
  ...INVOICE_ROUTES,
  ...OPERATOR_ROUTES,
  ...KEY_ROUTES,
  ...MEMBER_ROUTES,
  ...PEOPLE_ROUTES,
  ...CONNECTION_ROUTES,
  ...AUDIT_ROUTES,
  ...EMBED_ROUTES,
} as const
