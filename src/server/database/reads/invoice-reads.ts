import type { TeamReads } from '#api/ports.ts'
import type { Db } from '../engine.ts'
import { archivedCycleFrom } from '../rows/archived-cycle.ts'
import { closingFrom, invoiceFrom, saleFrom } from '../rows/invoice.ts'

export function invoiceReads(
  db: Db,
  team: string,
): Pick<
  TeamReads,
  'sales' | 'lastClosing' | 'closings' | 'archivedCycles' | 'invoices' | 'invoice'
> {
  const ofTeam = db.selectFrom('invoices').selectAll().where('team_id', '=', team)
  return {
    sales: async (cycle) => {
      const rows = await db
        .selectFrom('sales')
        .selectAll()
        .where('team_id', '=', team)
        .where('cycle', '=', cycle)
        .orderBy('resource')
        .orderBy('late')
        .orderBy('block_credits')
        .orderBy('block_micros')
        .execute()
      return rows.map(saleFrom)
    },
    lastClosing: async () => {
      const row = await db
        .selectFrom('closings')
        .selectAll()
        .where('team_id', '=', team)
        .orderBy('cycle', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && closingFrom(row)
    },
    closings: async () => {
      const rows = await db
        .selectFrom('closings')
        .selectAll()
        .where('team_id', '=', team)
        .orderBy('cycle')
        .execute()
      return rows.map(closingFrom)
    },
    archivedCycles: async () => {
      const rows = await db
        .selectFrom('archived_cycles')
        .selectAll()
        .where('team_id', '=', team)
        .orderBy('cycle')
        .execute()
      return rows.map(archivedCycleFrom)
    },
    invoices: async () => {
      const rows = await ofTeam.orderBy('number', 'desc').execute()
      return rows.map(invoiceFrom)
    },
    invoice: async (cycle) => {
      const row = await ofTeam.where('cycle', '=', cycle).executeTakeFirst()
      return row && invoiceFrom(row)
    },
  }
}
