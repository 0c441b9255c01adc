import { sql } from 'kysely'
import { BUCKET } from '#api/ledger/roll-up.ts'
import type { ChargePage, ChargePageQuery, TeamReads } from '#api/ports.ts'
import { type ChargeRecord, TEAM_HOLDER } from '#api/records.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import type { Db, Engine } from '../engine.ts'
import { integerFrom } from '../integers.ts'
import { chargeFrom } from '../rows/charge.ts'
import { bit } from '../rows/values.ts'
import { kindsUsed } from './rollup-kinds.ts'

type Query = ChargePageQuery & { team: string }

export async function chargePage(engine: Engine, db: Db, query: Query): Promise<ChargePage> {
  return { rows: await page(db, query), matching: await sumMatching(engine, db, query) }
}

async function page(db: Db, query: Query): Promise<ChargeRecord[]> {
  const { after, limit, to } = query
  // The bound is narrowed too: SQLite seeks by one of them, and it may be this one.
  const rest = after ? { ...query, to: Math.min(to, after.bookedAt + 1) } : query
  let charges = matchingCharges(db, rest).selectAll()
  if (after) {
    charges = charges.where((is) =>
      is(is.refTuple('booked_at', 'charge'), '<', is.tuple(after.bookedAt, after.charge)),
    )
  }
  const rows = await charges
    .orderBy('booked_at', 'desc')
    .orderBy('charge', 'desc')
    .limit(limit)
    .execute()
  return rows.map(chargeFrom)
}

/**
 * The team's rollups hold every charge by kind, so whole quarters of an hour need no charge to be
 * counted; by another filter, the index is.
 */
async function sumMatching(engine: Engine, db: Db, query: Query): Promise<ChargePage['matching']> {
  const { from, to, member, part, bought, late } = query
  const first = Math.ceil(from / BUCKET) * BUCKET
  const last = Math.floor(to / BUCKET) * BUCKET
  const isInRollups = (member ?? part ?? bought ?? late) === undefined
  if (!isInRollups || first >= last) return countCharges(db, query)
  const sums = [
    await sumRollups(engine, db, { ...query, from: first, to: last }),
    await countCharges(db, { ...query, to: first }),
    await countCharges(db, { ...query, from: last }),
  ]
  return {
    charges: sums.reduce((sum, { charges }) => sum + charges, 0),
    credits: sums.reduce((sum, { credits }) => sum + credits, 0),
  }
}

async function sumRollups(engine: Engine, db: Db, query: Query): Promise<ChargePage['matching']> {
  const { team, resource, kind, from, to } = query
  const of = { table: 'rollups', team, holders: [TEAM_HOLDER], resources: [resource] }
  const { rows } = await sql<Record<'charges' | 'credits', unknown>>`
    with recursive kinds(holder, resource, kind) as (${kindsUsed(engine, of)})
    select sum(part.charges) as charges, sum(part.credits) as credits
    from kinds cross join rollups as part
    where kinds.kind is not null and part.team_id = ${team} and part.holder = kinds.holder
      and part.resource = kinds.resource and part.kind = kinds.kind
      and part.bucket >= ${from} and part.bucket < ${to}
      ${kind === undefined ? sql`` : sql`and kinds.kind = ${kind}`}
  `.execute(db)
  return {
    charges: integerFrom(rows[0]?.charges ?? 0),
    credits: integerFrom(rows[0]?.credits ?? 0),
  }
}

async function countCharges(db: Db, query: Query): Promise<ChargePage['matching']> {
  if (query.from >= query.to) return { charges: 0, credits: 0 }
  const sums = await matchingCharges(db, query)
    .select(({ fn }) => [fn.countAll().as('charges'), fn.sum('credits').as('credits')])
    .executeTakeFirstOrThrow()
  return { charges: integerFrom(sums.charges), credits: integerFrom(sums.credits ?? 0) }
}

function matchingCharges(db: Db, query: Query) {
  const { team, resource, from, to, kind, member, part, bought, late } = query
  let matching = db
    .selectFrom('charges')
    .where('team_id', '=', team)
    .where('resource', '=', resource)
    .where('booked_at', '>=', from)
    .where('booked_at', '<', to)
  if (kind !== undefined) matching = matching.where('kind', '=', kind)
  if (member !== undefined) matching = matching.where('member_id', '=', member)
  if (part !== undefined) matching = matching.where('part', '=', part)
  if (late !== undefined) matching = matching.where('late', '=', bit(late))
  if (bought) {
    const { blockCredits, blockMicros } = bought
    matching = matching
      // Written out, not a parameter: else SQLite can't tell that its partial index applies.
      .where('blocks_bought', '>', sql.lit(0))
      .where('bought_credits', '=', (is) => is('blocks_bought', '*', blockCredits))
      .where('cost_micros', '=', (is) => is('blocks_bought', '*', blockMicros))
  }
  return matching
}

export async function lastCovered(
  db: Db,
  query: Parameters<TeamReads['lastCovered']>[0] & { team: string },
): Promise<Millis | undefined> {
  const { team, resource, from, to } = query
  const row = await db
    .selectFrom('charges')
    .select('booked_at')
    .where('team_id', '=', team)
    .where('resource', '=', resource)
    .where('booked_at', '>=', from)
    .where('booked_at', '<', to)
    .whereRef('credits', '>', 'uncovered')
    .orderBy('booked_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.booked_at
}

/** By the index that lists are read by, the other way round. */
export async function chargesInOrder(
  db: Db,
  query: Parameters<TeamReads['chargesInOrder']>[0] & { team: string },
): Promise<ChargeRecord[]> {
  const { team, resource, from, to, upTo, after, limit } = query
  // The bound is narrowed too: SQLite seeks by one of them, and it may be this one.
  let charges = db
    .selectFrom('charges')
    .selectAll()
    .where('team_id', '=', team)
    .where('resource', '=', resource)
    .where('booked_at', '>=', after ? after.bookedAt : from)
    .where('booked_at', '<', to)
    .where('charge', '<=', upTo)
  if (after) {
    charges = charges.where((is) =>
      is(is.refTuple('booked_at', 'charge'), '>', is.tuple(after.bookedAt, after.charge)),
    )
  }
  const rows = await charges.orderBy('booked_at').orderBy('charge').limit(limit).execute()
  return rows.map(chargeFrom)
}

export async function lastCharge(db: Db, team: string): Promise<number> {
  const row = await db
    .selectFrom('teams')
    .select('charges')
    .where('team_id', '=', team)
    .executeTakeFirst()
  return row?.charges ?? 0
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
