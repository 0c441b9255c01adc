import { z } from 'zod'
import type { LowAlertRecord, LowCrossing } from '#api/records.ts'
import { lowMarkSchema } from '#shared/contract/low-credit.ts'
import { markKey } from '#shared/credits/low-credit.ts'
import type { LowAlertRow, LowCrossingRow } from '../schema.ts'

export function lowAlertFrom(row: LowAlertRow): LowAlertRecord {
  return {
    mark: lowMarkSchema.parse(JSON.parse(row.mark)),
    ...(row.fired_in === null ? {} : { firedIn: row.fired_in }),
    at: row.at,
    actor: { id: row.actor_id, name: row.actor_name },
  }
}

export function lowAlertRow(team: string, alert: LowAlertRecord): LowAlertRow {
  return {
    team_id: team,
    mark_key: markKey(alert.mark),
    mark: JSON.stringify(alert.mark),
    fired_in: alert.firedIn ?? null,
    at: alert.at,
    actor_id: alert.actor.id,
    actor_name: alert.actor.name,
  }
}

export function lowCrossingFrom(row: LowCrossingRow): LowCrossing {
  return {
    id: row.crossing_id,
    cycle: row.cycle,
    at: row.at,
    charge: row.charge,
    left: row.left_credits,
    mark: lowMarkSchema.parse(JSON.parse(row.mark)),
    crossed: z.array(lowMarkSchema).parse(JSON.parse(row.crossed)),
  }
}

export function lowCrossingRow(team: string, crossing: LowCrossing): LowCrossingRow {
  const { id, cycle, at, charge, left, mark, crossed } = crossing
  return {
    team_id: team,
    crossing_id: id,
    cycle,
    at,
    charge,
    left_credits: left,
    mark: JSON.stringify(mark),
    crossed: JSON.stringify(crossed),
  }
}
