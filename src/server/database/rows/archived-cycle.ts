import { z } from 'zod'
import type { ArchivedCycle } from '#api/records.ts'
import { resourceSchema } from '#shared/contract/values.ts'
import type { ArchivedCycleRow } from '../schema.ts'

export const archivedSumsSchema = z.object({
  charges: z.int(),
  included: z.int(),
  bonus: z.int(),
  payAsYouGo: z.int(),
  uncovered: z.int(),
  costMicros: z.int(),
})

export const sumsSchema = z.partialRecord(resourceSchema, archivedSumsSchema)
const sealSchema = z.record(z.string(), z.string())

export function archivedCycleFrom(row: ArchivedCycleRow): ArchivedCycle {
  return {
    cycle: row.cycle,
    start: row.start_at,
    end: row.end_at,
    archivedAt: row.archived_at,
    charges: row.charges,
    sums: sumsSchema.parse(JSON.parse(row.sums)),
    sha256: row.sha256,
    seal: sealSchema.parse(JSON.parse(row.seal)),
  }
}

export function archivedCycleRow(team: string, archived: ArchivedCycle): ArchivedCycleRow {
  return {
    team_id: team,
    cycle: archived.cycle,
    start_at: archived.start,
    end_at: archived.end,
    archived_at: archived.archivedAt,
    charges: archived.charges,
    sums: JSON.stringify(archived.sums),
    sha256: archived.sha256,
    seal: JSON.stringify(archived.seal),
  }
}
