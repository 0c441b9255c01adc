import type { Run } from '#api/records.ts'
import { MINUTE, type Millis } from '#shared/credits/amounts.ts'
import type { HoldRow } from '../schema.ts'

/** The minute in which what is held until then is free again, by its start. */
export function minuteOf(expiresAt: Millis): Millis {
  return expiresAt - (expiresAt % MINUTE)
}

export function holdRow(team: string, { resource, holder, expiresAt, held }: Run): HoldRow {
  return { team_id: team, resource, holder, minute: minuteOf(expiresAt), held }
}
