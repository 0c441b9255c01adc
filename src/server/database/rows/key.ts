import { z } from 'zod'
import type { KeyRecord } from '#api/records.ts'
import { keyScopeSchema } from '#shared/contract/key.ts'
import { rolesSchema } from '#shared/contract/values.ts'
import type { KeyRow } from '../schema.ts'

const kindSchema = z.enum(['service', 'personal'])
const teamsSchema = z.union([z.literal('all'), z.array(z.string())])
const scopesSchema = z.array(keyScopeSchema)

export function keyFrom(row: KeyRow): KeyRecord {
  return {
    id: row.key_id,
    kind: kindSchema.parse(row.kind),
    hash: row.hash,
    hint: row.hint,
    name: row.name,
    teams: teamsSchema.parse(JSON.parse(row.teams)),
    scopes: scopesSchema.parse(JSON.parse(row.scopes)),
    ...(row.source === null ? {} : { source: row.source }),
    ...(row.roles === null ? {} : { roles: rolesSchema.parse(JSON.parse(row.roles)) }),
    ...(row.member_id === null ? {} : { member: row.member_id }),
    createdAt: row.created_at,
    actor: { id: row.actor_id, name: row.actor_name },
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
    ...(row.replaced_by === null ? {} : { replaced: replacedFrom(row.replaced_by, row) }),
  }
}

export function keyRow(team: string, key: KeyRecord): KeyRow {
  return {
    key_id: key.id,
    team_id: team,
    kind: key.kind,
    hash: key.hash,
    hint: key.hint,
    name: key.name,
    teams: JSON.stringify(key.teams),
    scopes: JSON.stringify(key.scopes),
    source: key.source ?? null,
    roles: key.roles === undefined ? null : JSON.stringify(key.roles),
    member_id: key.member ?? null,
    created_at: key.createdAt,
    actor_id: key.actor.id,
    actor_name: key.actor.name,
    expires_at: key.expiresAt ?? null,
    used_at: key.usedAt ?? null,
    replaced_by: key.replaced?.by ?? null,
    unreplaced_expires_at: key.replaced?.expiresAt ?? null,
  }
}

function replacedFrom(by: string, { unreplaced_expires_at: expiresAt }: KeyRow) {
  return { by, ...(expiresAt === null ? {} : { expiresAt }) }
}
