import { type Action, can, PERMISSIONS } from '#shared/contract/permissions.ts'
import { ROLES } from '#shared/contract/values.ts'
import { type Refusal, refuse } from '../answer.ts'
import type { Viewer } from '../ports.ts'

const ROLE_NAMES = { admin: 'an Admin', billing: 'a Billing admin', member: 'a member' }

/** Says who could: a refusal that names no way out helps nobody. */
export function forbidden(needs: readonly Action[], viewer?: Viewer): Refusal {
  if (viewer?.embedded && needs.some((need) => can(viewer.roles, need))) return NOT_EMBEDDED
  const able = ROLES.filter((role) => needs.some((need) => PERMISSIONS[role].includes(need)))
  const names = able.map((role) => ROLE_NAMES[role]).join(' or ')
  return refuse('forbidden', `Only ${names} of the team can do this.`)
}

const NOT_EMBEDDED = refuse(
  'forbidden',
  'Nobody does this in an embedded dashboard. Sign in to Headroom itself.',
)
