import { loadTerms } from '#api/ledger/terms.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { Engine } from '../database/engine.ts'
import { teamReads } from '../database/reads/team-reads.ts'
import { basisOf } from './basis.ts'
import { type Difference, differenceIn, type Row } from './compare.ts'
import { DERIVED } from './derived-tables.ts'
import { faultsOfBonus, faultsOfCharges } from './faults-of-charges.ts'
import { faultsOfInvoices } from './faults-of-invoices.ts'

export type Checked = {
  charges: number
  invoices: number
  /** Whole sentences; none where all agrees. */
  faults: string[]
}

/** Whether a team's charges, sums, accounts, bonus credits and invoices agree, as of one moment. */
export async function checkTeam(
  engine: Engine,
  { team, catalog }: { team: string; catalog: Catalog },
): Promise<Checked> {
  return engine.ofTeam(team).snapshot(async (db) => {
    const reads = teamReads(engine, db, team)
    const basis = await basisOf({ engine, db }, await loadTerms(reads, catalog))
    const charges = await faultsOfCharges(db, team)
    const faults = [...charges.faults, ...(await faultsOfBonus(db, team))]
    for (const derived of DERIVED) {
      const difference = await differenceIn(db, derived, basis)
      if (difference) faults.push(told(difference))
    }
    const invoices = await faultsOfInvoices(db, { reads, team })
    faults.push(...invoices.faults)
    return { charges: charges.count, invoices: invoices.count, faults }
  })
}

function told({ table, rows, key, is, should }: Difference): string {
  const many = rows === 1 ? '1 row is' : `${rows} rows are`
  return `${table}: ${many} not what the charges add up to. At ${said(key)} there is ${said(is)}, and should be ${said(should)}.`
}

function said(row: Row | undefined): string {
  if (!row) return 'nothing'
  return Object.entries(row)
    .map(([column, value]) => `${column} ${JSON.stringify(value)}`)
    .join(', ')
}
