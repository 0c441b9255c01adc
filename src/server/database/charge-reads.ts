import { sql } from 'kysely'
import type { ChargePage, ChargePageQuery, TeamReads } from '#api/ports.ts'
import type { ChargeRecord } from '#api/records.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import type { Db } from './engine.ts'
import { integerFrom } from './integers.ts'
import { chargeFrom } from './rows/charge.ts'

export async function chargePage(
  db: Db,
  query: ChargePageQuery & { team: string },
): Promise<ChargePage> {
  const { after, limit } = query
  const matching = matchingCharges(db, query)
  const sums = await matching
    .select(({ fn }) => [fn.countAll().as('charges'), fn.sum('credits').as('credits')])
    .executeTakeFirstOrThrow()
  let page = matching.selectAll()
  if (after) {
    page = page.where((is) =>
      is(is.refTuple('booked_at', 'charge'), '<', is.tuple(after.bookedAt, after.charge)),
    )
  }
  const rows = await page
    .orderBy('booked_at', 'desc')
    .orderBy('charge', 'desc')
    .limit(limit)
    .execute()
  return {
    rows: rows.map(chargeFrom),
    matching: { charges: integerFrom(sums.charges), credits: integerFrom(sums.credits ?? 0) },
  }
}

function matchingCharges(db: Db, query: ChargePageQuery & { team: string }) {
  const { team, resource, from, to, kind, member, part } = query
  let matching = db
    .selectFrom('charges')
    .where('team_id', '=', team)
    .where('resource', '=', resource)
    .where('booked_at', '>=', from)
    .where('booked_at', '<', to)
  if (kind !== undefined) matching = matching.where('kind', '=', kind)
  if (member !== undefined) matching = matching.where('member_id', '=', member)
  if (part !== undefined) matching = matching.where('part', '=', part)
  return matching
}

export async function purchases(
  db: Db,
  query: Parameters<TeamReads['purchases']>[0] & { team: string },
): Promise<ChargeRecord[]> {
  const { team, resource, from, to, limit } = query
  const rows = await db
    .selectFrom('charges')
    .selectAll()
    .where('team_id', '=', team)
    .where('resource', '=', resource)
    .where('booked_at', '>=', from)
    .where('booked_at', '<', to)
    // Written out, not a parameter: else SQLite can't tell that its partial index applies.
    .where('blocks_bought', '>', sql.lit(0))
    .orderBy('booked_at')
    .orderBy('charge')
    .limit(limit)
    .execute()
  return rows.map(chargeFrom)
}

/** The first of each resource is the first row of its index. */
export async function firstBooking(db: Db, team: string): Promise<Millis | undefined> {
  let first: Millis | undefined
  for (const resource of RESOURCES) {
    const row = await db
      .selectFrom('charges')
      .select('booked_at')
      .where('team_id', '=', team)
      .where('resource', '=', resource)
      .orderBy('booked_at')
      .limit(1)
      .executeTakeFirst()
    if (row && (first === undefined || row.booked_at < first)) first = row.booked_at
  }
  return first
}
