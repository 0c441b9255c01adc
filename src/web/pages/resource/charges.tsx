import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ChargesReply } from '#shared/contract/charge.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import type { ChargesFilter } from '#web/api/charges.ts'
import { partState } from '#web/api/part-state.ts'
import { dayOf } from '#web/format/date.ts'
import { count, unitOf, whole } from '#web/format/number.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { LoadingRows, MoreRows } from '#web/ui/more-rows.tsx'
import styles from './charges.module.css'
import { ChargesTable } from './charges-table.tsx'

type ChargesProps = {
  query: UseInfiniteQueryResult<InfiniteData<ChargesReply>>
  resource: Resource
  currency: string
  filter: ChargesFilter
}

const MONTHS = { one: 'month', many: 'months' }
const CHARGES = { one: 'charge', many: 'charges' }

export function Charges({ query, resource, currency, filter }: ChargesProps) {
  const state = partState(query, ({ pages }) => pages[0]?.matching.charges === 0)
  const archivedAt = query.data?.pages[0]?.archivedAt
  if (archivedAt !== undefined) return <Archived at={archivedAt} />
  switch (state.kind) {
    case 'loading':
      return <LoadingRows label="Loading charges" />
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return <NoCharges resource={resource} filter={filter} />
    case 'ready':
      return (
        <>
          <p className={styles.matching} role="status">
            {matchingWords(state.data.pages[0]?.matching, resource)}
            {keptWords(state.data.pages[0]?.keptMonths)}
          </p>
          <ChargesTable
            charges={state.data.pages.flatMap((page) => page.charges)}
            resource={resource}
            currency={currency}
          />
          <MoreRows
            query={query}
            label="Show more charges"
            failed="The next charges could not be loaded."
          />
        </>
      )
    default:
      return state satisfies never
  }
}

/** Their file is the operator's: a browser has no business with it. */
function Archived({ at }: { at: number }) {
  const { session } = useViewer()
  const frame = useTimeFrame(session.asOf)
  return (
    <EmptyState title="The single charges of this cycle were archived">
      Since {dayOf(at, frame)} they are in a file that whoever looks after this server keeps. Every
      total stays as it was.
    </EmptyState>
  )
}

function NoCharges({ resource, filter }: { resource: Resource; filter: ChargesFilter }) {
  const { name } = RESOURCE_TRAITS[resource]
  const isNarrowed = [
    filter.kind,
    filter.member,
    filter.part,
    filter.from,
    filter.bought,
    filter.late,
  ].some((value) => value !== undefined)
  return isNarrowed ? (
    <EmptyState title="No charge matches">Take away one of the filters to see more.</EmptyState>
  ) : (
    <EmptyState title="No charges in this cycle yet">
      Each event that uses {name} becomes a line here, with the rate that made it.
    </EmptyState>
  )
}

function matchingWords(matching: ChargesReply['matching'] | undefined, resource: Resource): string {
  if (!matching) return ''
  return `${count(matching.charges, CHARGES)}, ${whole(matching.credits)} ${unitOf(resource).many} in all, newest first`
}

/** Where nothing is said, they are kept for ever. */
function keptWords(months: number | undefined): string {
  return months === undefined ? '' : `. Single charges are kept for ${count(months, MONTHS)}.`
}
