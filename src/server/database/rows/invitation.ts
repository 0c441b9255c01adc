import { z } from 'zod'
import type { Invitation } from '#api/records.ts'
import { roleSchema } from '#shared/contract/values.ts'
import type { InvitationRow } from '../schema.ts'

const rolesSchema = z.array(roleSchema)
const kindSchema = z.enum(['person', 'operator'])

export function invitationFrom(row: InvitationRow): Invitation {
  return {
    id: row.invitation_id,
    email: row.email,
    roles: rolesSchema.parse(JSON.parse(row.roles)),
    ...(row.member_id === null ? {} : { member: row.member_id }),
    hash: row.hash,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    actor: { kind: kindSchema.parse(row.actor_kind), id: row.actor_id, name: row.actor_name },
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  }
}

export function invitationRow(team: string, invitation: Invitation): InvitationRow {
  return {
    team_id: team,
    invitation_id: invitation.id,
    email: invitation.email,
    roles: JSON.stringify(invitation.roles),
    member_id: invitation.member ?? null,
    hash: invitation.hash,
    created_at: invitation.createdAt,
    expires_at: invitation.expiresAt,
    actor_kind: invitation.actor.kind,
    actor_id: invitation.actor.id,
    actor_name: invitation.actor.name,
    ended_at: invitation.endedAt ?? null,
  }
}
