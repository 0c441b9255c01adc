import { z } from 'zod'
import type { Charge, ChargesQuery } from '#shared/contract/page.ts'
import { totalOf } from '#shared/credits/account.ts'
import type { Cycle } from '#shared/credits/cycle.ts'
import { explainRating } from '#shared/credits/explain.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { type Answer, answer, refuse } from '../answer.ts'
import type { ChargeRecord } from '../records.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { View } from './view.ts'

type ChargesView = {
  charges: Charge[]
  matching: { charges: number; credits: number }
  nextCursor?: string
}

const eventSchema = z.record(z.string(), z.unknown())

/** The charges behind a figure, newest first. */
export async function chargesView(
  view: View,
  options: { cycle: Cycle; resource: Resource; query: ChargesQuery },
): Promise<Answer<ChargesView>> {
  const { cycle, resource, query } = options
  const after = afterOf(query.cursor)
  if (after === 'broken') {
    return refuse('invalid-request', 'the cursor is not one that this list gave')
  }
  const { kind, member, part, limit } = query
  const from = Math.max(cycle.start, query.from ?? cycle.start)
  const to = Math.min(cycle.end, query.to ?? cycle.end)
  const page = await view.reads.chargePage({ resource, from, to, kind, member, part, after, limit })
  const last = page.rows.at(-1)
  const hasMore = page.rows.length === limit
  return answer({
    charges: await describe(view, resource, page.rows),
    matching: page.matching,
    ...(hasMore && last
      ? { nextCursor: encodeCursor({ value: last.bookedAt, id: last.charge }) }
      : {}),
  })
}

function afterOf(
  cursor: string | undefined,
): { bookedAt: number; charge: number } | undefined | 'broken' {
  if (cursor === undefined) return undefined
  const at = decodeCursor(cursor)
  if (at === 'broken' || typeof at.value !== 'number' || !/^\d+$/.test(at.id)) return 'broken'
  return { bookedAt: at.value, charge: Number(at.id) }
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
