import { type Kysely, sql } from 'kysely'
import { createTables, type Dialect } from './create-tables.ts'

/** What was bought at which price, the cycles that were closed, and their invoices. */
export async function createInvoices(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await createTables(db, dialect, {
    sales: {
      columns: {
        team_id: 'text',
        cycle: 'text',
        resource: 'text',
        late: 'yes-no',
        block_credits: 'amount',
        block_micros: 'amount',
        blocks: 'amount',
        charges: 'amount',
      },
      key: ['team_id', 'cycle', 'resource', 'late', 'block_credits', 'block_micros'],
    },
    closings: {
      columns: {
        team_id: 'text',
        cycle: 'text',
        start_at: 'instant',
        end_at: 'instant',
        closed_at: 'instant',
        invoice: 'amount?',
      },
      key: ['team_id', 'cycle'],
    },
    invoices: {
      columns: {
        team_id: 'text',
        number: 'amount',
        cycle: 'text',
        start_at: 'instant',
        end_at: 'instant',
        issued_at: 'instant',
        currency: 'text',
        lines: 'text',
        total_micros: 'amount',
      },
      key: ['team_id', 'number'],
    },
  })
  await sql`create unique index invoices_cycle on invoices (team_id, cycle)`.execute(db)
  const integer = sql.raw(dialect === 'sqlite' ? 'integer' : 'bigint')
  await sql`alter table charges add column bought_credits ${integer} not null default 0`.execute(db)
  await fillBoughtCredits(db)
  await fillSales(db)
}

/** Until now the size of a block never changed within a cycle, so the team's account tells it. */
async function fillBoughtCredits(db: Kysely<unknown>): Promise<void> {
  await sql`
    update charges set bought_credits = blocks_bought * (
      select accounts.bought_credits / accounts.bought_blocks from accounts
      where accounts.team_id = charges.team_id and accounts.cycle = charges.cycle
        and accounts.resource = charges.resource and accounts.holder = ''
    ) where blocks_bought > 0`.execute(db)
}

async function fillSales(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into sales
      (team_id, cycle, resource, late, block_credits, block_micros, blocks, charges)
    select team_id, cycle, resource, late, bought_credits / blocks_bought,
      cost_micros / blocks_bought, sum(blocks_bought), count(*)
    from charges where blocks_bought > 0
    group by team_id, cycle, resource, late, bought_credits / blocks_bought,
      cost_micros / blocks_bought`.execute(db)
}
