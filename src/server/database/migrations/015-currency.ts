import { type Kysely, sql } from 'kysely'
import type { Dialect } from './create-tables.ts'

/** What a team's money is in. Where an invoice or a receipt says it, it is known already. */
export async function createCurrency(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const text = sql.raw(dialect === 'sqlite' ? 'text' : 'text collate "C"')
  await sql`alter table teams add column currency ${text}`.execute(db)
  const teams = await sql<{ team_id: string }>`select team_id from teams`.execute(db)
  for (const { team_id: team } of teams.rows) {
    await sql`
      update teams set currency = coalesce(
        (select max(currency) from invoices where team_id = ${team}),
        (select max(currency) from bonus_purchases where team_id = ${team})
      ) where team_id = ${team}`.execute(db)
  }
}
