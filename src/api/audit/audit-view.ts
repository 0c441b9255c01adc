import type { z } from 'zod'
import type { AuditEntryView, AuditFilter, auditQuerySchema } from '#shared/contract/audit.ts'
import type { Reply } from '#shared/contract/routes.ts'
import { dayOfDate } from '#shared/credits/cycle.ts'
import { type Answer, answer } from '../answer.ts'
import type { TeamReads } from '../ports.ts'
import type { Common } from '../team-route.ts'
import { decodeCursor, encodeCursor } from '../views/cursor.ts'
import type { AuditQuery } from './ports.ts'
import type { AuditRecord, AuditState } from './records.ts'

export async function auditView(
  asked: Common & { params: { team: string }; query: z.output<typeof auditQuerySchema> },
): Promise<Answer<Reply<'audit'>>> {
  const { team, ports, asOf, params, query } = asked
  const { cursor, limit, ...filter } = query
  const list = { team: params.team, ...filter }
  const after = cursor === undefined ? undefined : decodeCursor(cursor, { list, fits: isNumbered })
  if (after && !after.ok) return after
  const before = after && Number(after.value.value)
  const rows = await team.audit({ ...(await spanOf(team, filter)), before, limit })
  const last = rows.length === limit ? rows.at(-1) : undefined
  return answer({
    asOf,
    currency: ports.catalog.currency,
    entries: rows.map(entryView),
    actors: await team.auditActors(),
    ...(last ? { nextCursor: encodeCursor({ value: last.seq, id: '' }, list) } : {}),
  })
}

/** What is asked for, with its days as instants. */
export async function spanOf(
  reads: Pick<TeamReads, 'profile'>,
  { from, to, actor, action }: AuditFilter,
): Promise<Omit<AuditQuery, 'limit' | 'before'>> {
  const zone = (await reads.profile())?.zone ?? 'UTC'
  return {
    actor,
    action,
    ...(from === undefined ? {} : { from: dayOfDate(zone, from).start }),
    ...(to === undefined ? {} : { to: dayOfDate(zone, to).end }),
  }
}

function isNumbered({ value }: { value: string | number }): boolean {
  return typeof value === 'number'
}

function entryView({ before, after, ...rest }: AuditRecord): AuditEntryView {
  return {
    ...rest,
    ...(before === undefined ? {} : { before: stateView(before) }),
    ...(after === undefined ? {} : { after: stateView(after) }),
  }
}

function stateView(state: AuditState): NonNullable<AuditEntryView['before']> {
  return Object.fromEntries(
    Object.entries(state).map(([field, value]) => [
      field,
      typeof value === 'object' && value !== null ? [...value] : value,
    ]),
  )
}
