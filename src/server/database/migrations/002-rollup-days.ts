import { type Kysely, sql } from 'kysely'
import { dayStartLookup } from '#shared/credits/cycle.ts'
import { integerFrom } from '../integers.ts'
import { createTables, type Dialect } from './create-tables.ts'

/** The team's use by its local days, instead of by the hour: a month of it is one row a day. */
export async function createRollupDays(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    rollup_days: {
      columns: {
        team_id: 'text',
        holder: 'text',
        resource: 'text',
        kind: 'text',
        bucket: 'instant',
        credits: 'amount',
        charges: 'amount',
      },
      key: ['team_id', 'holder', 'resource', 'kind', 'bucket'],
    },
  })
  const teams = await sql<{ team_id: string; zone: string }>`
    select team_id, zone from teams`.execute(db)
  for (const team of teams.rows) await fillDays(db, team)
  await sql`drop table rollup_hours`.execute(db)
}

async function fillDays(
  db: Kysely<unknown>,
  { team_id, zone }: { team_id: string; zone: string },
): Promise<void> {
  const dayStart = dayStartLookup(zone)
  const buckets = await sql<{ bucket: unknown }>`
    select distinct bucket from rollups where team_id = ${team_id} and holder = ''
    order by bucket`.execute(db)
  const starts = new Set(buckets.rows.map(({ bucket }) => dayStart(integerFrom(bucket))))
  const days = [...starts]
  for (const [index, day] of days.entries()) {
    const next = days[index + 1] ?? Number.MAX_SAFE_INTEGER
    await sql`
      insert into rollup_days (team_id, holder, resource, kind, bucket, credits, charges)
      select team_id, holder, resource, kind, cast(${day} as bigint), sum(credits), sum(charges)
      from rollups where team_id = ${team_id} and holder = '' and bucket >= ${day} and bucket < ${next}
      group by team_id, holder, resource, kind`.execute(db)
  }
}
