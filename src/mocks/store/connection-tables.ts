import type { Connection, Reading } from '#api/connections/records.ts'

export type ConnectionTables = {
  connections: Map<string, Connection>
  /** By connection and number. */
  readings: Map<string, Reading>
}

export function emptyConnectionTables(): ConnectionTables {
  return { connections: new Map(), readings: new Map() }
}
