import { sql } from 'kysely'
import type { Db } from './engine.ts'

/** One transaction on one connection; where `work` fails, its own failure is what is thrown. */
export async function inTransaction<T>(
  db: Db,
  options: {
    begin: (connection: Db) => Promise<void>
    rollBack?: (connection: Db) => Promise<unknown>
  },
  work: (connection: Db) => Promise<T>,
): Promise<T> {
  const { begin, rollBack = saidToRollBack } = options
  return db.connection().execute(async (connection) => {
    await begin(connection)
    try {
      const result = await work(connection)
      await sql`commit`.execute(connection)
      return result
    } catch (error) {
      // Where that fails, the database has ended the transaction itself (disk full, connection lost).
      await rollBack(connection).catch(() => {})
      throw error
    }
  })
}

function saidToRollBack(connection: Db): Promise<unknown> {
  return sql`rollback`.execute(connection)
}
