import { MAX_SWITCHED } from '#shared/contract/switch.ts'
import type { MemberBalance } from '#shared/contract/usage.ts'
import type { MembersFilter } from '#web/api/members.ts'
import { Checkbox } from '#web/ui/checkbox.tsx'
import { ArrowUp } from '#web/ui/icons.tsx'
import { VisuallyHidden } from '#web/ui/visually-hidden.tsx'
import styles from './members-table.module.css'
import type { MembersSearch } from './search.ts'
import type { Selection } from './use-selection.ts'

type MembersHeadProps = {
  isChoosing: boolean
  rows: readonly MemberBalance[]
  filter: MembersFilter
  selection: Selection
  onSort: (part: Partial<MembersSearch>) => void
}

type Head = { label: string; sort?: MembersFilter['sort']; end?: true }

const HEADS: readonly Head[] = [
  { label: 'Member', sort: 'name' },
  { label: 'Used', sort: 'used' },
  { label: 'Left', sort: 'left', end: true },
  { label: 'Percent', sort: 'share', end: true },
  { label: 'State' },
  { label: 'Cost', sort: 'cost', end: true },
]

export function MembersHead({ isChoosing, rows, filter, selection, onSort }: MembersHeadProps) {
  return (
    <thead className={styles.head}>
      <tr aria-rowindex={1} className={styles.row}>
        {isChoosing && (
          <th scope="col" className={styles.choose}>
            <ChooseAll rows={rows} selection={selection} />
          </th>
        )}
        {HEADS.map((head) => (
          <ColumnHead key={head.label} head={head} filter={filter} onSort={onSort} />
        ))}
        <th scope="col" className={styles.end}>
          Pay-as-you-go
        </th>
      </tr>
    </thead>
  )
}

function ChooseAll({ rows, selection }: { rows: readonly MemberBalance[]; selection: Selection }) {
  const some = rows.slice(0, MAX_SWITCHED)
  const chosen = some.filter((row) => selection.has(row.member.id)).length
  return (
    <>
      <Checkbox
        label={`Choose the first ${some.length} members shown`}
        checked={chosen > 0 && chosen === some.length}
        mixed={chosen > 0 && chosen < some.length}
        onChange={(isChosen) => selection.set(some, isChosen)}
      />
      <VisuallyHidden>Choose</VisuallyHidden>
    </>
  )
}

function ColumnHead({
  head,
  filter,
  onSort,
}: {
  head: Head
  filter: MembersFilter
  onSort: (part: Partial<MembersSearch>) => void
}) {
  const { label, sort, end } = head
  const className = end ? styles.end : undefined
  if (sort === undefined) {
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    )
  }
  const isSorted = filter.sort === sort
  return (
    <th
      scope="col"
      className={className}
      aria-sort={isSorted ? (filter.order === 'asc' ? 'ascending' : 'descending') : 'none'}
    >
      <button
        type="button"
        className={styles.sort}
        data-order={isSorted ? filter.order : undefined}
        onClick={() => onSort({ sort, order: nextOrder(filter, sort) })}
      >
        {label}
        <ArrowUp />
      </button>
    </th>
  )
}

/** Names begin with A, figures with the largest; a second time turns it round. */
function nextOrder(filter: MembersFilter, sort: MembersFilter['sort']): 'asc' | 'desc' {
  if (filter.sort === sort) return filter.order === 'asc' ? 'desc' : 'asc'
  return sort === 'name' ? 'asc' : 'desc'
}
