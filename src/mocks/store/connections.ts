import type { ConnectionReads, ConnectionWrites } from '#api/connections/ports.ts'
import type { Reading } from '#api/connections/records.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { compareText } from './compare.ts'
import { type Journal, setIn } from './journal.ts'
import type { Tables } from './tables.ts'

export function connectionReads(there: () => Tables): ConnectionReads {
  /** Oldest first. */
  const readingsOf = (connection: string): Reading[] =>
    [...there().readings.values()]
      .filter((reading) => reading.connection === connection)
      .sort((a, b) => a.seq - b.seq)
  return {
    connections: async () =>
      [...there().connections.values()].sort((a, b) => a.at - b.at || compareText(a.id, b.id)),
    readings: async ({ connection, limit }) => readingsOf(connection).reverse().slice(0, limit),
    lastFigures: async (connection) =>
      readingsOf(connection).findLast(({ failure }) => failure === undefined),
    openReadings: async (connection) => readingsOf(connection).filter(({ isOpen }) => isOpen),
  }
}

export function connectionWrites(tables: Tables, journal: Journal): ConnectionWrites {
  return {
    saveConnections: async (rows) => {
      for (const row of rows) setIn(journal, tables.connections, row.id, row)
    },
    saveReadings: async (rows) => {
      for (const row of rows) {
        setIn(journal, tables.readings, JSON.stringify([row.connection, row.seq]), row)
      }
    },
  }
}

export function hasDueReading(tables: Tables, at: Millis): boolean {
  for (const { dueAt } of tables.connections.values()) {
    if (dueAt !== undefined && dueAt <= at) return true
  }
  return false
}
