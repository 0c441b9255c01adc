import type { TeamReads } from '#api/ports.ts'
import type { Db } from '../engine.ts'
import { lowAlertFrom, lowCrossingFrom } from '../rows/low-credit.ts'

export function lowCreditReads(
  db: Db,
  team: string,
): Pick<TeamReads, 'lowAlerts' | 'lowCrossings' | 'lowCrossing'> {
  const crossings = db.selectFrom('low_crossings').selectAll().where('team_id', '=', team)
  return {
    lowAlerts: async () => {
      const rows = await db
        .selectFrom('low_alerts')
        .selectAll()
        .where('team_id', '=', team)
        .orderBy('mark_key')
        .execute()
      return rows.map(lowAlertFrom)
    },
    lowCrossings: async ({ cycle, limit }) => {
      const rows = await crossings
        .where('cycle', '=', cycle)
        .orderBy('charge', 'desc')
        .limit(limit)
        .execute()
      return rows.map(lowCrossingFrom)
    },
    lowCrossing: async (id) => {
      const row = await crossings.where('crossing_id', '=', id).executeTakeFirst()
      return row && lowCrossingFrom(row)
    },
  }
}
