import { type Kysely, sql } from 'kysely'
import { integerFrom } from '../integers.ts'
import { createTables, type Dialect } from './create-tables.ts'

/** Use by flow or server and local day, and how much a server may use on one. */
export async function createPartDays(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    part_days: {
      columns: {
        team_id: 'text',
        resource: 'text',
        part: 'text',
        day: 'instant',
        credits: 'amount',
        charges: 'amount',
        own_key: 'amount',
      },
      key: ['team_id', 'resource', 'part', 'day'],
    },
    server_limits: {
      columns: {
        team_id: 'text',
        server: 'text',
        credits: 'amount?',
        at: 'instant',
        actor_id: 'text',
        actor_name: 'text',
      },
      key: ['team_id', 'server'],
    },
  })
  const teams = await sql<{ team_id: string }>`select team_id from teams`.execute(db)
  for (const { team_id } of teams.rows) await fillDays(db, team_id)
}

/** The team's use by day says on which days there are charges, and where they start. */
async function fillDays(db: Kysely<unknown>, team: string): Promise<void> {
  const found = await sql<{ bucket: unknown }>`
    select distinct bucket from rollup_days where team_id = ${team} order by bucket`.execute(db)
  const days = found.rows.map(({ bucket }) => integerFrom(bucket))
  for (const [index, day] of days.entries()) {
    const next = days[index + 1] ?? Number.MAX_SAFE_INTEGER
    for (const resource of ['flows', 'assistant']) {
      await sql`
        insert into part_days (team_id, resource, part, day, credits, charges, own_key)
        select team_id, resource, part, cast(${day} as bigint), sum(credits), count(*),
          sum(case when rating like '%"ownKey":true%' then 1 else 0 end)
        from charges
        where team_id = ${team} and resource = ${resource} and part is not null
          and booked_at >= ${day} and booked_at < ${next}
        group by team_id, resource, part`.execute(db)
    }
  }
}
