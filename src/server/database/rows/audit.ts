import { z } from 'zod'
import type { AuditRecord } from '#api/audit/records.ts'
import { AUDIT_ACTIONS, AUDIT_ACTOR_KINDS } from '#shared/contract/audit-actions.ts'
import type { AuditRow } from '../schema.ts'
import { oneOf } from './values.ts'

const stateSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
)

export function auditFrom(row: AuditRow): AuditRecord {
  return {
    seq: row.seq,
    at: row.at,
    actor: {
      kind: oneOf(AUDIT_ACTOR_KINDS, row.actor_kind),
      id: row.actor_id,
      name: row.actor_name,
    },
    ...(row.via_id === null || row.via_name === null
      ? {}
      : { via: { id: row.via_id, name: row.via_name } }),
    ...(row.address === null ? {} : { address: row.address }),
    ...(row.request_id === null ? {} : { requestId: row.request_id }),
    action: oneOf(AUDIT_ACTIONS, row.action),
    object: { id: row.object_id, name: row.object_name },
    ...(row.before === null ? {} : { before: stateSchema.parse(JSON.parse(row.before)) }),
    ...(row.after === null ? {} : { after: stateSchema.parse(JSON.parse(row.after)) }),
    hash: row.hash,
  }
}

export function auditRow(team: string, record: AuditRecord): AuditRow {
  const { actor, object, before, after } = record
  return {
    team_id: team,
    seq: record.seq,
    at: record.at,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_name: actor.name,
    via_id: record.via?.id ?? null,
    via_name: record.via?.name ?? null,
    address: record.address ?? null,
    request_id: record.requestId ?? null,
    action: record.action,
    object_id: object.id,
    object_name: object.name,
    before: before === undefined ? null : JSON.stringify(before),
    after: after === undefined ? null : JSON.stringify(after),
    hash: record.hash,
  }
}
