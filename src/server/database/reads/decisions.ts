import type { Millis } from '#shared/credits/amounts.ts'
import type { Db } from '../engine.ts'

/** The last decision of each holder, or the last of those made before: rows as of `switches`. */
export function decisions(
  db: Db,
  query: { team: string; resource: string; decidedBefore?: Millis | undefined },
) {
  const { team, resource, decidedBefore } = query
  if (decidedBefore === undefined) {
    const current = db.selectFrom('switches').selectAll()
    return current.where('team_id', '=', team).where('resource', '=', resource).as('decided')
  }
  return db
    .selectFrom('switch_history')
    .selectAll()
    .where('team_id', '=', team)
    .where('resource', '=', resource)
    .where('seq', '=', (is) =>
      is
        .selectFrom('switch_history as other')
        .select((of) => of.fn.max('other.seq').as('seq'))
        .whereRef('other.team_id', '=', 'switch_history.team_id')
        .whereRef('other.resource', '=', 'switch_history.resource')
        .whereRef('other.holder', '=', 'switch_history.holder')
        .where('other.at', '<', decidedBefore),
    )
    .as('decided')
}
