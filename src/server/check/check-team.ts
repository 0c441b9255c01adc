import { loadTerms } from '#api/ledger/terms.ts'
import type { ArchivedCycle } from '#api/records.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { Db, Engine } from '../database/engine.ts'
import { teamReads } from '../database/reads/team-reads.ts'
import { basisOf } from './basis.ts'
import { type Difference, differenceIn, type Row } from './compare.ts'
import { DERIVED } from './derived-tables.ts'
import { faultsOfBonus, faultsOfCharges, faultsOfKeys } from './faults-of-charges.ts'
import { faultsOfInvoices } from './faults-of-invoices.ts'
import { sealOf } from './seal.ts'

export type Checked = {
  charges: number
  /** Charges that lie in files. */
  archived: number
  invoices: number
  /** Whole sentences; none where all agrees. */
  faults: string[]
}

/** Whether a team's charges, sums, accounts, bonus credits and invoices agree, as of one moment. */
export async function checkTeam(
  engine: Engine,
  { team, catalog }: { team: string; catalog: Catalog },
): Promise<Checked> {
  return engine.ofTeam(team).snapshot((db) => checkIn(engine, db, { team, catalog }))
}

/** The same in a transaction that is under way. */
export async function checkIn(
  engine: Engine,
  db: Db,
  { team, catalog }: { team: string; catalog: Catalog },
): Promise<Checked> {
  const reads = teamReads(engine, db, team)
  const terms = await loadTerms(reads, catalog)
  const basis = await basisOf({ engine, db }, terms)
  const charges = await faultsOfCharges(db, team)
  const archived = await reads.archivedCycles()
  const away = archived.reduce((sum, cycle) => sum + cycle.charges, 0)
  const faults = [
    ...charges.faults,
    ...(await faultsOfKeys(db, { team, archived: away })),
    ...(await faultsOfBonus(db, { team, archived })),
    ...(await faultsOfSeals(db, { team, archived })),
  ]
  for (const derived of DERIVED) {
    const difference = await differenceIn(db, derived, basis)
    if (difference) faults.push(told(difference))
  }
  const invoices = await faultsOfInvoices(db, { reads, team, billing: terms.billing })
  faults.push(...invoices.faults)
  return { charges: charges.count, archived: away, invoices: invoices.count, faults }
}

/** What follows from archived charges can't be compared with them; it is what it was. */
async function faultsOfSeals(
  db: Db,
  { team, archived }: { team: string; archived: readonly ArchivedCycle[] },
): Promise<string[]> {
  const faults: string[] = []
  for (const cycle of archived) {
    const seal = await sealOf(db, { team, cycle })
    for (const [table, digest] of Object.entries(cycle.seal)) {
      if (seal[table] === digest) continue
      faults.push(
        `${table}: of the cycle ${cycle.cycle}, whose charges are archived, something was changed since. Take its file back (unarchive), and check again.`,
      )
    }
  }
  return faults
}

function told({ table, from, rows, key, is, should }: Difference): string {
  const many = rows === 1 ? '1 row is' : `${rows} rows are`
  return `${table}: ${many} not what the ${from} add up to. At ${said(key)} there is ${said(is)}, and should be ${said(should)}.`
}

function said(row: Row | undefined): string {
  if (!row) return 'nothing'
  return Object.entries(row)
    .map(([column, value]) => `${column} ${JSON.stringify(value)}`)
    .join(', ')
}
