import { sql } from 'kysely'
import { BUCKET } from '#api/ledger/roll-up.ts'
import type { Terms } from '#api/ledger/terms.ts'
import { countsMembers } from '#shared/credits/catalog.ts'
import { cycleOfId, dayStartLookup } from '#shared/credits/cycle.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import type { Db, Engine } from '../database/engine.ts'
import { integerFrom } from '../database/integers.ts'
import type { Basis } from './derived-tables.ts'

/** What decides how the team's charges are summed, as of one moment. */
export async function basisOf(
  { engine, db }: { engine: Engine; db: Db },
  terms: Terms,
): Promise<Basis> {
  const { team, billing, catalog } = terms
  const { rows: cycles } = await sql<{ cycle: string }>`
    select distinct cycle from charges where team_id = ${team.id} order by cycle`.execute(db)
  const { rows: buckets } = await sql<{ bucket: unknown }>`
    select distinct booked_at - booked_at % ${sql.lit(BUCKET)} as bucket
    from charges where team_id = ${team.id} order by bucket`.execute(db)
  const dayStart = dayStartLookup(team.zone)
  return {
    engine,
    team: team.id,
    membersRolledUp: cycles.flatMap(({ cycle }) => {
      const plan = terms.planIn(cycleOfId(billing, cycle) ?? { end: 0 })
      return RESOURCES.filter((resource) => plan.entitlements[resource].holder !== 'team').map(
        (resource) => ({ cycle, resource }),
      )
    }),
    memberAccounts: RESOURCES.filter((resource) => countsMembers(catalog, resource)),
    days: buckets.map(({ bucket }) => {
      const at = integerFrom(bucket)
      return { bucket: at, day: dayStart(at) }
    }),
  }
}
