import type { AccountConnection } from '#shared/contract/connection.ts'
import { PROVIDER_NAMES, type Provider } from '#shared/credits/provider.ts'
import { LOCALE } from '#web/format/number.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import styles from './account.module.css'

type Rows = NonNullable<AccountConnection['figures']>['rows']
type Row = Rows[number]

/** The account's own figures, as they were read: they may have decimals. */
export function Figures({ provider, rows }: { provider: Provider; rows: Rows }) {
  const counted = rows.filter(({ counts }) => counts)
  const others = rows.filter(({ counts }) => !counts)
  const name = PROVIDER_NAMES[provider]
  return (
    <>
      {counted.length > 0 && (
        <DataTable
          caption={`What the account at ${name} says`}
          columns={columnsFor(name)}
          rows={counted}
          keyOf={(row) => row.name}
        />
      )}
      {others.length > 0 && (
        <p className={styles.note}>
          Not counted here: {others.map((row) => `${row.name} ${exact(row.usage)}`).join(', ')}.
        </p>
      )}
    </>
  )
}

function columnsFor(name: string): Column<Row>[] {
  return [
    { key: 'name', header: `At ${name}`, isRowHeader: true, cell: (row) => row.counts?.label },
    { key: 'used', header: 'Used', align: 'end', cell: (row) => exact(row.usage) },
    { key: 'limit', header: 'Limit', align: 'end', cell: ({ limit }) => limitWords(limit) },
  ]
}

function limitWords(limit: Row['limit']): string {
  if (!limit) return '–'
  return limit.kind === 'unlimited' ? 'No limit' : exact(limit.credits)
}

const exactFormat = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 })

function exact(value: number): string {
  return exactFormat.format(value)
}
