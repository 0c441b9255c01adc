import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** What runs hold by the minute in which they expire: to be summed however many runs there are. */
export async function createHolds(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    holds: {
      columns: {
        team_id: 'text',
        resource: 'text',
        holder: 'text',
        minute: 'instant',
        held: 'amount',
      },
      key: ['team_id', 'resource', 'holder', 'minute'],
    },
  })
  await sql`
    insert into holds (team_id, resource, holder, minute, held)
    select team_id, resource, holder, expires_at - expires_at % 60000, sum(held)
    from runs where held > 0 group by 1, 2, 3, 4`.execute(db)
}
