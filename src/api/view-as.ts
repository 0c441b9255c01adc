import { ROLES, type Role } from '#shared/contract/values.ts'
import type { Store, Viewer } from './ports.ts'

const MEMBER = 'member:'
const OPERATOR = { id: 'operator', name: 'Operator' }

/**
 * Who looks at the page where there is no sign-in: whoever can reach the server may look as any role,
 * so its host must not be reachable from elsewhere. `admin`, `billing` and `member` stand for the
 * first such member by name; `member:ID` for that member. A team without an Admin or Billing member
 * yet is administered by the operator of this machine. Whoever reaches it is the operator, too, but
 * not while they look at the page with somebody else's eyes.
 */
export async function viewAs(
  store: Store,
  asked: { as: string | undefined; team: string },
): Promise<Viewer | undefined> {
  const { as = 'admin' } = asked
  const operator = isOperatorAs(asked.as) ? { operator: true as const } : {}
  const team = store.team(asked.team)
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

/** Whoever has not put on somebody else's eyes. */
export function isOperatorAs(as: string | undefined): boolean {
  return as === undefined || as === 'admin'
}

function who(member: { id: string; name: string }) {
  const { id, name } = member
  return { id, name, member: { id, name } }
}

function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text)
}
