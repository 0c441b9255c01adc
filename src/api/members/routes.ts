import { MEMBER_ROUTES as SHAPES } from '#shared/contract/member-routes.ts'
import { type TeamRoute, teamRoute } from '../team-route.ts'
import { removeMember, setRoles } from './change-members.ts'
import { invitationsView, invite, withdrawInvitation } from './invite.ts'
import { rosterView } from './roster-view.ts'

const MANAGE = ['manage-members', 'grant-billing'] as const

export const MEMBER_ROUTES: Record<keyof typeof SHAPES, TeamRoute> = {
  roster: teamRoute(SHAPES.roster, { needs: MANAGE, handle: rosterView }),
  setRoles: teamRoute(SHAPES.setRoles, { needs: MANAGE, handle: setRoles }),
  removeMember: teamRoute(SHAPES.removeMember, { needs: MANAGE, handle: removeMember }),
  invitations: teamRoute(SHAPES.invitations, { needs: MANAGE, handle: invitationsView }),
  invite: teamRoute(SHAPES.invite, { needs: MANAGE, handle: invite }),
  withdrawInvitation: teamRoute(SHAPES.withdrawInvitation, {
    needs: MANAGE,
    handle: withdrawInvitation,
  }),
}
