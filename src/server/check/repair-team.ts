import { sql } from 'kysely'
import { bonusBalances } from '#api/ledger/bonus.ts'
import { factsOf } from '#api/ledger/facts.ts'
import { allowanceIn, loadTerms, type Terms, teamTime } from '#api/ledger/terms.ts'
import type { TeamWrites } from '#api/ports.ts'
import { type AccountRecord, TEAM_HOLDER } from '#api/records.ts'
import { openAccount } from '#shared/credits/account.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { cycleOfId } from '#shared/credits/cycle.ts'
import type { Db, Engine } from '../database/engine.ts'
import { resourceFrom } from '../database/rows/values.ts'
import type { AccountRow } from '../database/schema.ts'
import { writeTeam } from '../database/write-team.ts'
import { basisOf } from './basis.ts'
import { expectedOfWrong, wrongRows } from './compare.ts'
import { type Basis, DERIVED, type DerivedTable, isArchived, localDays } from './derived-tables.ts'

type Sums = Pick<
  AccountRow,
  | 'cycle'
  | 'resource'
  | 'holder'
  | 'included'
  | 'bonus'
  | 'pay_as_you_go'
  | 'uncovered'
  | 'bought_blocks'
  | 'bought_credits'
  | 'bought_micros'
>

/**
 * Makes what follows from the charges anew where it differs, in one transaction that is alone on the
 * team. Charges, bonus credits and invoices are never touched: what is wrong there was not derived.
 *
 * @returns the tables that were mended
 */
export async function repairTeam(
  engine: Engine,
  options: { team: string; catalog: Catalog; asOf: Millis },
): Promise<string[]> {
  const { team, catalog, asOf } = options
  return writeTeam(engine, team, async (tx, db) => {
    const terms = await loadTerms(tx, catalog)
    const basis = await basisOf({ engine, db }, terms)
    const mended: string[] = []
    for (const derived of DERIVED) {
      if (!(await isWrong(db, derived, basis))) continue
      mended.push(derived.table)
      if (derived.table === 'accounts') {
        await mendAccounts(tx, { db, derived, basis, terms, asOf })
      } else await replaceRows(db, derived, basis)
    }
    return mended
  })
}

async function isWrong(db: Db, derived: DerivedTable, basis: Basis): Promise<boolean> {
  const { rows } = await sql`${wrongRows(derived, basis)}
    select 1 as found from (select 1 from missing union all select 1 from surplus) as wrong
    limit 1`.execute(db)
  return rows.length > 0
}

async function replaceRows(db: Db, derived: DerivedTable, basis: Basis): Promise<void> {
  const { table, key, sums, expected } = derived
  const columns = sql.join([...key, ...sums].map((column) => sql.ref(column)))
  await sql`delete from ${sql.table(table)} where team_id = ${basis.team}
    and not ${isArchived(derived, basis.team)}`.execute(db)
  await sql`insert into ${sql.table(table)} (team_id, ${columns})
    with ${localDays(basis)}
    select cast(${basis.team} as text), ${columns} from (${expected(basis)}) as expected`.execute(
    db,
  )
}

/** An account's allowance and fired thresholds are its own; its sums are those of the charges. */
async function mendAccounts(
  tx: TeamWrites,
  options: { db: Db; derived: DerivedTable; basis: Basis; terms: Terms; asOf: Millis },
): Promise<void> {
  const { db, derived, basis, terms, asOf } = options
  const { rows } = await expectedOfWrong<Sums>(derived, basis).execute(db)
  const at = teamTime(terms, asOf)
  for (const row of rows) {
    const record = withSums(await accountOf(tx, row, terms), row)
    const bonus =
      record.holder === TEAM_HOLDER ? bonusBalances(await tx.bonus(record.resource)) : []
    const facts = factsOf({ account: record.account, bonus, at })
    await tx.saveAccounts([{ ...record, facts }])
  }
}

async function accountOf(tx: TeamWrites, row: Sums, terms: Terms): Promise<AccountRecord> {
  const key = { cycle: row.cycle, resource: resourceFrom(row.resource), holder: row.holder }
  const [there] = await tx.accounts([key])
  if (there) return there
  const cycle = cycleOfId(terms.billing, row.cycle)
  if (!cycle) throw new Error(`no cycle of team ${terms.team.id} begins on ${row.cycle}`)
  const allowance = await allowanceIn(tx, { ...key, terms, cycle })
  return { ...key, account: openAccount(allowance), fired: [] }
}

function withSums(record: AccountRecord, row: Sums): AccountRecord {
  const used = {
    included: row.included,
    bonus: row.bonus,
    payAsYouGo: row.pay_as_you_go,
    uncovered: row.uncovered,
  }
  const bought = {
    blocks: row.bought_blocks,
    credits: row.bought_credits,
    micros: row.bought_micros,
  }
  return { ...record, account: { ...record.account, used, bought } }
}
