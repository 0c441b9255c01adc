import type { FlowRecord } from '#api/records.ts'
import type { FlowRow } from '../schema.ts'
import { bit } from './values.ts'

export function flowFrom({ flow, deployed, at }: FlowRow): FlowRecord {
  return { flow, deployed: deployed === 1, at }
}

export function flowRow(team: string, { flow, deployed, at }: FlowRecord): FlowRow {
  return { team_id: team, flow, deployed: bit(deployed), at }
}
