import { sql } from 'kysely'
import type { Db } from './engine.ts'

/** One transaction on one connection; where `work` fails, its own failure is what is thrown. */
export async function inTransaction<T>(
  db: Db,
  options: {
    begin: (connection: Db) => Promise<void>
    /** Takes back what was not said to the database yet. */
    abandon?: () => void
  },
  work: (connection: Db) => Promise<T>,
): Promise<T> {
  const { begin, abandon } = options
  return db.connection().execute(async (connection) => {
    await begin(connection)
    try {
      const result = await work(connection)
      await sql`commit`.execute(connection)
      return result
    } catch (error) {
      abandon?.()
      await rollBack(connection)
      throw error
    }
  })
}

async function rollBack(connection: Db): Promise<void> {
  try {
    await sql`rollback`.execute(connection)
  } catch {
    // The database has ended the transaction itself (disk full, connection lost).
  }
}
