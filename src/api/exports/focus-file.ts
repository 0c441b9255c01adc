import { type Cycle, cycleOfIndex } from '#shared/credits/cycle.ts'
import { invoiceName, isBilledIn } from '#shared/credits/invoice.ts'
import type { TeamStore } from '../ports.ts'
import type { Invoice, Team } from '../records.ts'
import { allCharges } from './all-charges.ts'
import { csvLine } from './csv.ts'
import { FOCUS_COLUMNS, type FocusRow } from './focus-columns.ts'
import { blocksRow, packRow, roundingRow, usageRow } from './focus-rows.ts'
import { isoTime } from './texts.ts'

const ISSUER = 'Headroom'

/**
 * Credits and money of a cycle in the columns of FOCUS 1.2: a row for each use, in credits, and one for
 * each purchase, in money. With the rounding of the invoice, billed costs sum to its total.
 */
export async function* focusFile(options: {
  team: TeamStore
  profile: Team
  cycle: Cycle
  currency: string
}): AsyncGenerator<string> {
  const { team, profile, cycle, currency } = options
  const invoice = await team.invoice(cycle.id)
  const common = commonCells({ profile, cycle, currency, invoice })
  const text = (rows: readonly FocusRow[]) =>
    rows.map((row) => lineOf({ ...common, ...row })).join('')
  yield csvLine(FOCUS_COLUMNS)
  for await (const charges of allCharges(team, cycle)) {
    yield text(
      charges.flatMap((charge) =>
        charge.blocksBought > 0
          ? [usageRow(charge), blocksRow(charge, currency)]
          : [usageRow(charge)],
      ),
    )
  }
  const billingStart = cycleOfIndex(profile, 0).start
  const packs = (await team.bonusPurchases()).filter(({ at }) =>
    isBilledIn(cycle, { at, billingStart }),
  )
  yield text(packs.map(packRow))
  yield text(invoice?.lines.flatMap((line) => roundingRow(line, cycle.end - 1_000) ?? []) ?? [])
}

function lineOf(row: FocusRow): string {
  return csvLine(FOCUS_COLUMNS.map((column) => row[column]))
}

function commonCells(of: {
  profile: Team
  cycle: Cycle
  currency: string
  invoice: Invoice | undefined
}): FocusRow {
  const { profile, cycle, currency, invoice } = of
  return {
    BillingAccountId: profile.id,
    BillingAccountName: profile.name,
    BillingAccountType: 'Team',
    BillingCurrency: invoice?.currency ?? currency,
    BillingPeriodStart: isoTime(cycle.start),
    BillingPeriodEnd: isoTime(cycle.end),
    InvoiceId: invoice && invoiceName(profile.id, invoice.number),
    InvoiceIssuerName: ISSUER,
    ProviderName: ISSUER,
    PublisherName: ISSUER,
  }
}
