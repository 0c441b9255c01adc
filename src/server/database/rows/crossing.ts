import type { Crossing } from '#api/records.ts'
import { THRESHOLDS } from '#shared/credits/crossing.ts'
import { WORK_STATES } from '#shared/credits/limit.ts'
import type { CrossingRow } from '../schema.ts'
import { oneOf, resourceFrom, thresholdsFrom } from './values.ts'

export function crossingFrom(row: CrossingRow): Crossing {
  return {
    id: row.crossing_id,
    cycle: row.cycle,
    resource: resourceFrom(row.resource),
    holder: row.holder,
    threshold: oneOf(THRESHOLDS, row.threshold),
    crossed: thresholdsFrom(row.crossed),
    at: row.at,
    charge: row.charge,
    used: row.used,
    allowance: row.allowance,
    work: oneOf(WORK_STATES, row.work),
  }
}

export function crossingRow(team: string, crossing: Crossing): CrossingRow {
  const { id, crossed, ...rest } = crossing
  return { team_id: team, crossing_id: id, ...rest, crossed: crossed.join(' ') }
}
