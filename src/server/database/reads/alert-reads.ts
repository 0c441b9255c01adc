import type { TeamReads } from '#api/ports.ts'
import type { Db } from '../engine.ts'
import { crossingFrom } from '../rows/crossing.ts'

type AlertReads = Pick<TeamReads, 'crossings' | 'crossing' | 'dismissals'>

export function alertReads(db: Db, team: string): AlertReads {
  const crossings = db.selectFrom('crossings').selectAll().where('team_id', '=', team)
  return {
    crossings: async ({ cycle, holder, limit }) => {
      const ofCycle = crossings.where('cycle', '=', cycle)
      const rows = await (holder === undefined ? ofCycle : ofCycle.where('holder', '=', holder))
        .orderBy('charge', 'desc')
        .limit(limit)
        .execute()
      return rows.map(crossingFrom)
    },
    crossing: async (id) => {
      const row = await crossings.where('crossing_id', '=', id).executeTakeFirst()
      return row && crossingFrom(row)
    },
    dismissals: async ({ viewer, cycle }) => {
      const rows = await db
        .selectFrom('dismissals')
        .select('alert')
        .where('team_id', '=', team)
        .where('viewer', '=', viewer)
        .where('cycle', '=', cycle)
        .execute()
      return new Set(rows.map(({ alert }) => alert))
    },
  }
}
