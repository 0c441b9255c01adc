import { sql } from 'kysely'
import type { ConnectionReads } from '#api/connections/ports.ts'
import type { Db } from '../engine.ts'
import { connectionFrom, readingFrom } from '../rows/connection.ts'

export function connectionReads(db: Db, team: string): ConnectionReads {
  return {
    connections: async () => {
      const rows = await db
        .selectFrom('connections')
        .selectAll()
        .where('team_id', '=', team)
        .orderBy('at')
        .orderBy('connection_id')
        .execute()
      return rows.map(connectionFrom)
    },
    readings: async ({ connection, limit }) => {
      const rows = await readingsOf(db, team, connection)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute()
      return rows.map(readingFrom)
    },
    lastFigures: async (connection) => {
      const row = await readingsOf(db, team, connection)
        .where('failure', 'is', null)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && readingFrom(row)
    },
    openReadings: async (connection) => {
      const rows = await readingsOf(db, team, connection)
        .where('is_open', '=', sql.lit(1))
        .orderBy('seq')
        .execute()
      return rows.map(readingFrom)
    },
  }
}

function readingsOf(db: Db, team: string, connection: string) {
  return db
    .selectFrom('readings')
    .selectAll()
    .where('team_id', '=', team)
    .where('connection_id', '=', connection)
}
