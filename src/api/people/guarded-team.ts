import { type Action, allows } from '#shared/contract/permissions.ts'
import type { Role } from '#shared/contract/values.ts'
import { embedRoles } from '../embedding/embed-roles.ts'
import type { TeamReads, TeamStore, Viewer } from '../ports.ts'

/** The viewer lost the role, or left the team, after the request was let in. */
export class NoLongerAllowed extends Error {
  readonly needs: readonly Action[]
  constructor(needs: readonly Action[]) {
    super('the viewer may not do this any more')
    this.needs = needs
  }
}

/**
 * The team as this viewer may change it: each transaction asks again, while it is alone on the team,
 * whether they still may. So no change is made by somebody who did not hold the role at that moment.
 */
export function guardedTeam(
  team: TeamStore,
  asked: { viewer: Viewer; needs: readonly Action[] },
): TeamStore {
  return {
    ...team,
    write: (work) =>
      team.write(async (tx) => {
        if (!(await stillMay(tx, asked))) throw new NoLongerAllowed(asked.needs)
        return work(tx)
      }),
  }
}

async function stillMay(
  reads: TeamReads,
  { viewer, needs }: { viewer: Viewer; needs: readonly Action[] },
): Promise<boolean> {
  const roles = await rolesNow(reads, viewer)
  const isEmbedded = viewer.embedded !== undefined
  return needs.some((action) => allows({ roles, isEmbedded }, action))
}

/** Of the roles that the viewer asked with, those that they hold at this moment. */
export async function rolesNow(reads: TeamReads, viewer: Viewer): Promise<readonly Role[]> {
  // Whoever looks after a server without sign-in is a member of no team.
  if (!viewer.member) return viewer.roles
  const [member] = await reads.members([viewer.member.id])
  if (!member || member.removedAt !== undefined) return []
  const { embedded } = viewer
  // A session ends with its member, and with the key that vouched for them.
  if (embedded && !(await reads.embed(embedded.session))) return []
  const held = embedded ? await embedRoles(reads, { member, key: embedded.key }) : member.roles
  return viewer.roles.filter((role) => held.includes(role))
}
