import { sql } from 'kysely'
import type { ArchivedCycle } from '#api/records.ts'
import type { Db } from '../database/engine.ts'
import { resourceFrom } from '../database/rows/values.ts'

/** Whether each charge's buckets hold its credits, and its number was given out by the team. */
export async function faultsOfCharges(
  db: Db,
  team: string,
): Promise<{ count: number; faults: string[] }> {
  const { rows } = await sql<Record<'count' | 'unsplit' | 'beyond', number>>`
    select count(*) as count,
      coalesce(sum(case when credits <> included + bonus + pay_as_you_go + uncovered
        then 1 else 0 end), 0) as unsplit,
      coalesce(sum(case when charge > (select charges from teams where team_id = ${team})
        then 1 else 0 end), 0) as beyond
    from charges where team_id = ${team}`.execute(db)
  const { count = 0, unsplit = 0, beyond = 0 } = rows[0] ?? {}
  const faults: string[] = []
  if (unsplit > 0) faults.push(`charges: the buckets of ${unsplit} don't sum to their credits.`)
  if (beyond > 0) faults.push(`charges: ${beyond} have numbers that the team has not given out.`)
  return { count, faults }
}

/** Every charge has the key of its event, also those that are archived; no key is of none. */
export async function faultsOfKeys(
  db: Db,
  { team, archived }: { team: string; archived: number },
): Promise<string[]> {
  const { rows } = await sql<Record<'keys' | 'charges' | 'unkeyed', number>>`
    select (select count(*) from event_keys where team_id = ${team}) as keys,
      (select count(*) from charges where team_id = ${team}) as charges,
      (select count(*) from charges as made where made.team_id = ${team} and not exists (
        select 1 from event_keys as known where known.team_id = ${team}
          and known.source = made.source and known.event_id = made.event_id
          and known.charge = made.charge)) as unkeyed`.execute(db)
  const { keys = 0, charges = 0, unkeyed = 0 } = rows[0] ?? {}
  if (unkeyed > 0)
    return [`event_keys: ${unkeyed} charges lack theirs: their events could count twice.`]
  const surplus = keys - charges - archived
  if (surplus > 0) return [`event_keys: ${surplus} are of no charge.`]
  return surplus < 0 ? [`event_keys: ${-surplus} of archived charges are gone.`] : []
}

/** What charges took of bonus credits is what is gone from the grants. */
export async function faultsOfBonus(
  db: Db,
  { team, archived }: { team: string; archived: readonly ArchivedCycle[] },
): Promise<string[]> {
  const { rows } = await sql<{ resource: string; taken: number; gone: number }>`
    select resource, sum(taken) as taken, sum(gone) as gone from (
      select resource, bonus as taken, 0 as gone from charges
      where team_id = ${team} and bonus <> 0
      union all
      select resource, 0, amount - left_credits from bonus_grants where team_id = ${team}
    ) as both_sides group by resource order by resource`.execute(db)
  return rows
    .map((row) => ({ ...row, taken: row.taken + takenBefore(archived, row.resource) }))
    .filter(({ taken, gone }) => taken !== gone)
    .map(
      ({ resource, taken, gone }) =>
        `bonus_grants: of ${resource}, charges took ${taken} bonus credits, but ${gone} are gone from the grants.`,
    )
}

function takenBefore(archived: readonly ArchivedCycle[], resource: string): number {
  const of = resourceFrom(resource)
  return archived.reduce((sum, { sums }) => sum + (sums[of]?.bonus ?? 0), 0)
}
