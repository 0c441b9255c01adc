import { z } from 'zod'
import type { Connection, Reading } from '#api/connections/records.ts'
import { creditsSchema, resourceSchema } from '#shared/contract/values.ts'
import { PROVIDERS } from '#shared/credits/provider.ts'
import { READING_FAILURES } from '#shared/credits/reading-failure.ts'
import type { ConnectionRow, ReadingRow } from '../schema.ts'
import { bit, oneOf } from './values.ts'

const periodSchema = z.object({ start: z.int(), end: z.int() })

const marksSchema = z.array(
  z.object({ name: z.string(), usage: z.number(), period: periodSchema.exactOptional() }),
)

const figuresSchema = z.array(
  z.object({
    name: z.string(),
    usage: z.number(),
    limit: z.number().exactOptional(),
    overage: z.number().exactOptional(),
    period: periodSchema.exactOptional(),
  }),
)

const countedSchema = z.array(
  z.object({
    name: z.string(),
    resource: resourceSchema,
    credits: creditsSchema,
    outcome: z.enum(['waiting', 'booked', 'needs-member', 'refused']),
    detail: z.string().exactOptional(),
  }),
)

export function connectionFrom(row: ConnectionRow): Connection {
  const since = row.failing_since
  return {
    id: row.connection_id,
    provider: oneOf(PROVIDERS, row.provider),
    ...(row.sealed_key === null ? {} : { sealedKey: row.sealed_key }),
    keyEnd: row.key_end,
    ...(row.member_id === null ? {} : { member: row.member_id }),
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name },
    ...(row.removed_at === null ? {} : { removedAt: row.removed_at }),
    readings: row.readings,
    marks: marksSchema.parse(JSON.parse(row.marks)),
    ...(since === null ? {} : { failing: { times: row.failures, since } }),
    nextAt: row.next_at,
    notBefore: row.not_before,
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    ...(row.lease === null ? {} : { lease: row.lease }),
  }
}

export function connectionRow(team: string, connection: Connection): ConnectionRow {
  const { failing } = connection
  return {
    team_id: team,
    connection_id: connection.id,
    provider: connection.provider,
    sealed_key: connection.sealedKey ?? null,
    key_end: connection.keyEnd,
    member_id: connection.member ?? null,
    at: connection.at,
    actor_id: connection.actor.id,
    actor_name: connection.actor.name,
    removed_at: connection.removedAt ?? null,
    readings: connection.readings,
    marks: JSON.stringify(connection.marks),
    failures: failing?.times ?? 0,
    failing_since: failing?.since ?? null,
    next_at: connection.nextAt,
    not_before: connection.notBefore,
    due_at: connection.dueAt ?? null,
    lease: connection.lease ?? null,
  }
}

export function readingFrom(row: ReadingRow): Reading {
  return {
    connection: row.connection_id,
    seq: row.seq,
    at: row.at,
    ...(row.failure === null ? {} : { failure: oneOf(READING_FAILURES, row.failure) }),
    figures: figuresSchema.parse(JSON.parse(row.figures)),
    unreadable: row.unreadable,
    counted: countedSchema.parse(JSON.parse(row.counted)),
    isOpen: row.is_open === 1,
  }
}

export function readingRow(team: string, reading: Reading): ReadingRow {
  return {
    team_id: team,
    connection_id: reading.connection,
    seq: reading.seq,
    at: reading.at,
    failure: reading.failure ?? null,
    figures: JSON.stringify(reading.figures),
    unreadable: reading.unreadable,
    counted: JSON.stringify(reading.counted),
    is_open: bit(reading.isOpen),
  }
}
