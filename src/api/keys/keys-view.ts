import type { Reply } from '#shared/contract/routes.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { type Answer, answer } from '../answer.ts'
import { rolesOfKey } from '../embedding/embed-roles.ts'
import type { KeyRecord, Member } from '../records.ts'
import type { Common } from '../team-route.ts'
import { isOver } from './known-key.ts'
import { workingReplacement } from './replacement.ts'

/** Keys of host products that work at this moment. */
export async function serviceKeysView({
  team,
  asOf,
}: Common): Promise<Answer<Reply<'serviceKeys'>>> {
  const all = await team.keys()
  const keys = working(all, { kind: 'service', asOf })
  const makers = new Set(keys.filter(({ roles }) => roles).map(({ actor }) => actor.id))
  const members = makers.size === 0 ? [] : await team.members([...makers])
  return answer({
    asOf,
    keys: keys.map((key) => ({
      ...told(key),
      ...replacement(key, { keys: all, at: asOf }),
      scopes: [...key.scopes],
      ...(key.source === undefined ? {} : { source: key.source }),
      ...given(key, members),
    })),
  })
}

function given(key: KeyRecord, members: readonly Member[]) {
  if (key.roles === undefined) return {}
  const maker = members.find(({ id }) => id === key.actor.id)
  const { roles, makerLeft } = rolesOfKey(key, maker)
  return { roles: [...key.roles], gives: [...roles], makerLeft }
}

function replacement(key: KeyRecord, among: { keys: readonly KeyRecord[]; at: Millis }) {
  const newer = workingReplacement(key, among)
  return newer ? { replacedBy: newer.id } : {}
}

/** The viewer's own; nobody sees those of others. */
export async function ownKeysView(common: Common): Promise<Answer<Reply<'ownKeys'>>> {
  const { team, asOf, viewer } = common
  const { member } = viewer
  const keys = working(await team.keys(), { kind: 'personal', asOf })
  const own = keys.filter((key) => member !== undefined && key.member === member.id)
  return answer({
    asOf,
    keys: own.map((key) => ({ ...told(key), member: member ?? { id: '', name: '' } })),
  })
}

function working(
  keys: readonly KeyRecord[],
  { kind, asOf }: { kind: KeyRecord['kind']; asOf: number },
): KeyRecord[] {
  return keys.filter((key) => key.kind === kind && !isOver(key, asOf))
}

function told(key: KeyRecord) {
  const { id, name, hint, createdAt, actor, expiresAt, usedAt } = key
  return {
    id,
    name,
    hint,
    createdAt,
    createdBy: actor.name,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(usedAt === undefined ? {} : { usedAt }),
  }
}
