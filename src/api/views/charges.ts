import { z } from 'zod'
import type { Charge, ChargesQuery } from '#shared/contract/charge.ts'
import { totalOf } from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { explainRating } from '#shared/credits/explain.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { type Answer, answer } from '../answer.ts'
import type { ChargePageQuery } from '../ports.ts'
import type { ChargeRecord } from '../records.ts'
import { archiveOf } from './archived.ts'
import { decodeCursor, encodeCursor, type ListAsked } from './cursor.ts'
import type { View } from './view.ts'

type ChargesView = {
  charges: Charge[]
  matching: { charges: number; credits: number }
  archivedAt?: Millis
  keptMonths?: number
  nextCursor?: string
}

const eventSchema = z.record(z.string(), z.unknown())

/** The charges behind a figure, newest first. */
export async function chargesView(
  view: View,
  options: { cycle: Cycle; resource: Resource; query: ChargesQuery },
): Promise<Answer<ChargesView>> {
  const { cycle, resource, query } = options
  const { kind, member, part, limit } = query
  const late = query.late === undefined ? undefined : query.late === 'yes'
  const from = Math.max(cycle.start, query.from ?? cycle.start)
  const to = Math.min(cycle.end, query.to ?? cycle.end)
  const filter = { resource, from, to, kind, member, part }
  const asked = { team: view.terms.team.id, bought: query.bought, late: query.late }
  const list = { ...filter, ...asked }
  const read = afterOf(query.cursor, list)
  if (!read.ok) return read
  const after = read.value
  const bought = boughtOf(query.bought)
  const page = await view.reads.chargePage({ ...filter, bought, late, after, limit })
  const last = page.rows.at(-1)
  const hasMore = page.rows.length === limit
  const archived = await archiveOf(view.reads, cycle)
  const { retentionMonths: keptMonths } = view.terms.team
  return answer({
    ...(archived ? { archivedAt: archived.archivedAt } : {}),
    ...(keptMonths === undefined ? {} : { keptMonths }),
    charges: await describe(view, resource, page.rows),
    matching: page.matching,
    ...(hasMore && last
      ? { nextCursor: encodeCursor({ value: last.bookedAt, id: last.charge }, list) }
      : {}),
  })
}

function boughtOf(text: string | undefined): ChargePageQuery['bought'] {
  const [blockCredits, blockMicros] = text?.split('x').map(Number) ?? []
  if (blockCredits === undefined || blockMicros === undefined) return undefined
  return { blockCredits, blockMicros }
}

function afterOf(cursor: string | undefined, list: ListAsked): Answer<ChargePageQuery['after']> {
  if (cursor === undefined) return answer(undefined)
  const read = decodeCursor(cursor, {
    list,
    fits: ({ value, id }) => typeof value === 'number' && /^\d{1,15}$/.test(id),
  })
  if (!read.ok) return read
  return answer({ bookedAt: Number(read.value.value), charge: Number(read.value.id) })
}

async function describe(
  { reads }: View,
  resource: Resource,
  rows: readonly ChargeRecord[],
): Promise<Charge[]> {
  const memberIds = new Set(rows.flatMap((row) => row.member ?? []))
  const members = await reads.members([...memberIds])
  const memberNames = new Map(members.map((member) => [member.id, member.name]))
  const partIds = new Set(rows.flatMap((row) => row.part ?? []))
  const partNames = await reads.partNames(resource, [...partIds])
  return rows.map((row) => ({
    charge: row.charge,
    resource,
    time: row.time,
    bookedAt: row.bookedAt,
    late: row.late,
    kind: row.kind,
    ...(row.member === undefined
      ? {}
      : { member: { id: row.member, name: memberNames.get(row.member) ?? row.member } }),
    ...(row.part === undefined
      ? {}
      : { part: { id: row.part, name: partNames.get(row.part) ?? row.part } }),
    rating: row.rating,
    explanation: explainRating(row.rating, resource),
    credits: totalOf(row.split),
    buckets: row.split,
    blocksBought: row.blocksBought,
    costMicros: row.costMicros,
    event: eventSchema.parse(JSON.parse(row.event)),
  }))
}
