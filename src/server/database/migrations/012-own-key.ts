import { type Kysely, sql } from 'kysely'

/** Work with the customer's own provider key is counted by cycle and member. */
export async function countOwnKey(db: Kysely<unknown>): Promise<void> {
  const teams = await sql<{ team_id: string }>`select team_id from teams`.execute(db)
  for (const { team_id } of teams.rows) {
    await sql`
      insert into totals (team_id, cycle, resource, dimension, key, credits, charges, cost_micros)
      select team_id, cycle, resource, 'own-key', coalesce(member_id, ''),
        sum(credits), count(*), sum(cost_micros)
      from charges where team_id = ${team_id} and rating like '%"ownKey":true%'
      group by team_id, cycle, resource, coalesce(member_id, '')`.execute(db)
  }
}
