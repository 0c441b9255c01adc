import type { ReactNode } from 'react'
import type { Breakdown, BreakdownRow } from '#shared/contract/resource.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { unitOf, whole } from '#web/format/number.ts'
import { percent } from '#web/format/share.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { VisuallyHidden } from '#web/ui/visually-hidden.tsx'
import styles from './breakdown-table.module.css'

type BreakdownTableProps = {
  breakdown: Breakdown
  heading: string
  resource: Resource
  total: number
  chosen: string | undefined
  onChoose: (row: BreakdownRow) => void
}

export function BreakdownTable(props: BreakdownTableProps) {
  const { breakdown, heading } = props
  return (
    <DataTable
      caption={`Use by ${heading.toLowerCase()}`}
      columns={columns(props)}
      rows={breakdown.rows}
      keyOf={(row) => row.key}
      footers={footers(props)}
    />
  )
}

function columns(props: BreakdownTableProps): Column<BreakdownRow>[] {
  const { breakdown, heading, resource, chosen, onChoose } = props
  // Bars are as long as the largest row allows: they compare rows, the percent is of the whole.
  const largest = Math.max(1, ...breakdown.rows.map((row) => row.shareBps))
  const { many } = unitOf(resource)
  return [
    {
      key: 'name',
      header: heading,
      isRowHeader: true,
      cell: (row) => (
        <button
          type="button"
          className={styles.name}
          aria-pressed={row.key === chosen}
          onClick={() => onChoose(row)}
        >
          {row.label}
        </button>
      ),
    },
    {
      key: 'bar',
      header: <VisuallyHidden>Compared</VisuallyHidden>,
      wideOnly: true,
      cell: (row) => (
        <span className={styles.track}>
          <span className={styles.bar} style={{ width: `${(row.shareBps / largest) * 100}%` }} />
        </span>
      ),
    },
    {
      key: 'credits',
      header: many.charAt(0).toUpperCase() + many.slice(1),
      align: 'end',
      cell: (row) => whole(row.credits),
    },
    { key: 'share', header: 'Share', align: 'end', cell: (row) => percent(row.shareBps) },
    {
      key: 'charges',
      header: 'Charges',
      align: 'end',
      wideOnly: true,
      cell: (row) => whole(row.charges),
    },
  ]
}

/** What the rows leave out, and the sum: the column adds up to the cycle's use. */
function footers({ breakdown, resource, total }: BreakdownTableProps): Record<string, ReactNode>[] {
  const { rows, credits, charges } = breakdown.others
  const sum = { name: `All ${unitOf(resource).many}`, credits: <b>{whole(total)}</b> }
  if (rows === 0) return [sum]
  const others = { name: `${whole(rows)} others`, credits: whole(credits), charges: whole(charges) }
  return [others, sum]
}
