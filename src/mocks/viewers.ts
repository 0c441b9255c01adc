import { VIEW_AS_HEADER } from '#shared/contract/first-asked.ts'
import { ROUTES } from '#shared/contract/routes.ts'
import { ROLES, type Role } from '#shared/contract/values.ts'
import type { World } from './world.ts'

/** The roles that somebody in the world has: a made-up team may be without plain members. */
export async function rolesOf(world: World): Promise<Role[]> {
  const known = await Promise.all(ROLES.map((role) => isKnown(world, role)))
  return ROLES.filter((_role, index) => known[index])
}

/** The viewer asked for, if there is such a one in the world; the default viewer otherwise. */
export async function knownViewer(
  world: World,
  asked: string | undefined,
): Promise<string | undefined> {
  return asked !== undefined && (await isKnown(world, asked)) ? asked : undefined
}

async function isKnown(world: World, as: string): Promise<boolean> {
  const url = new URL(ROUTES.session.path, 'http://headroom.test')
  const response = await world.fetch(new Request(url, { headers: { [VIEW_AS_HEADER]: as } }))
  return response.ok
}
