import { ROLES, type Role } from '#shared/contract/values.ts'
import type { Ports, Store } from './ports.ts'

const MEMBER = 'member:'
const OPERATOR = { id: 'operator', name: 'Operator' }

/**
 * Identity while there is no sign-in: whoever can reach the server may look at the page as any role,
 * so its host must not be reachable from elsewhere. `admin`, `billing` and `member` stand for the
 * first such member by name; `member:ID` for that member. A team without an Admin or Billing member
 * yet is administered by the operator of this machine. Whoever reaches it is the operator, too, but
 * not while they look at the page with somebody else's eyes.
 */
export function viewAs(store: Store): Ports['identify'] {
  return async ({ viewAs: as = 'admin', team: teamId }) => {
    const operator = as === 'admin' ? { operator: true as const } : {}
    if (teamId === undefined) return { ...OPERATOR, roles: [], ...operator }
    const team = store.team(teamId)
    if (as.startsWith(MEMBER)) {
      const [member] = await team.members([as.slice(MEMBER.length)])
      return member ? { ...who(member), roles: member.roles } : undefined
    }
    if (!isRole(as)) return undefined
    const member = await team.memberWithRole(as)
    // Only this role, so that each can be tried by itself; a person may hold several.
    if (member) return { ...who(member), roles: [as], ...operator }
    return as === 'member' ? undefined : { ...OPERATOR, roles: [as], ...operator }
  }
}

function who(member: { id: string; name: string }) {
  const { id, name } = member
  return { id, name, member: { id, name } }
}

function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text)
}
