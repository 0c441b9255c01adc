import { type Kysely, sql } from 'kysely'

/** The team's own newest crossings are found without going through those of all its members. */
export async function findCrossingsByHolder(db: Kysely<unknown>): Promise<void> {
  await sql`create index crossings_by_holder on crossings (team_id, cycle, holder, charge)`.execute(
    db,
  )
}
