import type { TeamWrites } from '#api/ports.ts'
import { RESOURCES } from '#shared/credits/resources.ts'
import type { Db, Engine } from './engine.ts'
import { INTO_ARCHIVED_CYCLES, INTO_CHARGES } from './inserts.ts'
import { archivedCycleRow } from './rows/archived-cycle.ts'
import { chargeRow } from './rows/charge.ts'

type ArchiveWrites = Pick<
  TeamWrites,
  'setRetention' | 'archiveCycle' | 'unarchive' | 'forgetArchive'
>

export function archiveWrites(engine: Engine, db: Db, team: string): ArchiveWrites {
  return {
    setRetention: async (months) => {
      await db
        .updateTable('teams')
        .set({ retention_months: months ?? null })
        .where('team_id', '=', team)
        .execute()
    },
    archiveCycle: async (archived) => {
      await engine.insert(db, INTO_ARCHIVED_CYCLES, [archivedCycleRow(team, archived)])
      let count = 0
      // By resource, as the index has them.
      for (const resource of RESOURCES) {
        const { numDeletedRows } = await db
          .deleteFrom('charges')
          .where('team_id', '=', team)
          .where('resource', '=', resource)
          .where('booked_at', '>=', archived.start)
          .where('booked_at', '<', archived.end)
          .executeTakeFirst()
        count += Number(numDeletedRows)
      }
      return count
    },
    unarchive: (charges) =>
      engine.insert(
        db,
        INTO_CHARGES,
        charges.map((charge) => chargeRow(team, charge)),
      ),
    forgetArchive: async (cycle) => {
      await db
        .deleteFrom('archived_cycles')
        .where('team_id', '=', team)
        .where('cycle', '=', cycle)
        .execute()
    },
  }
}
