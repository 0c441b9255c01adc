import { AUDIT_ROUTES as SHAPES } from '#shared/contract/audit-routes.ts'
import { type TeamRoute, teamRoute } from '../team-route.ts'
import { auditView } from './audit-view.ts'

export const AUDIT_ROUTES: Record<keyof typeof SHAPES, TeamRoute> = {
  audit: teamRoute(SHAPES.audit, { needs: ['view-audit'], handle: auditView }),
}
