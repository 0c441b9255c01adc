import type { Breakdown, BreakdownRow } from '#shared/contract/usage.ts'
import type { Resource } from '#shared/credits/resources.ts'
import { unitOf, whole } from '#web/format/number.ts'
import { percent } from '#web/format/share.ts'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
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
  const { breakdown, heading, resource, total } = props
  return (
    <DataTable
      caption={`Use by ${heading.toLowerCase()}`}
      columns={columns(props)}
      rows={breakdown.rows}
      keyOf={(row) => row.key}
      footer={<Footer breakdown={breakdown} total={total} unit={unitOf(resource).many} />}
    />
  )
}

function columns(props: BreakdownTableProps): Column<BreakdownRow>[] {
  const { heading, resource, chosen, onChoose } = props
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
      header: '',
      wideOnly: true,
      cell: (row) => (
        <span className={styles.track}>
          <span className={styles.bar} style={{ width: `${row.shareBps / 100}%` }} />
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

/** What the rows leave out, so that the column sums to the cycle's use. */
function Footer({ breakdown, total, unit }: { breakdown: Breakdown; total: number; unit: string }) {
  const { others } = breakdown
  return (
    <>
      {others.rows > 0 && (
        <tr>
          <th scope="row">{whole(others.rows)} others</th>
          <td className={styles.wide} />
          <td className={styles.end}>{whole(others.credits)}</td>
          <td />
          <td className={`${styles.wide} ${styles.end}`}>{whole(others.charges)}</td>
        </tr>
      )}
      <tr className={styles.total}>
        <th scope="row">All {unit}</th>
        <td className={styles.wide} />
        <td className={styles.end}>{whole(total)}</td>
        <td />
        <td className={styles.wide} />
      </tr>
    </>
  )
}
