import { useInfiniteQuery } from '@tanstack/react-query'
import { type MembersList, membersQuery } from '#web/api/members.ts'
import { partState } from '#web/api/part-state.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { useSwitchDialog } from '#web/parts/pay-as-you-go/use-switch-dialog.tsx'
import type { Counts } from './counts.ts'
import { MembersTable } from './members-table.tsx'
import { MembersToolbar } from './members-toolbar.tsx'
import { NoMembers } from './no-members.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { TableSkeleton } from './table-skeleton.tsx'
import { useMembersSearch } from './use-members-search.ts'
import { useSelection } from './use-selection.ts'

type MembersProps = { currency: string | undefined; counts: Counts | undefined }

export function Members({ currency, counts }: MembersProps) {
  const { team, may } = useViewer()
  const { filter, change } = useMembersSearch()
  const query = useInfiniteQuery(membersQuery({ team, resource: 'ai', filter }))
  const selection = useSelection()
  const isClosed = isOver(query.data)
  const { ask, dialog } = useSwitchDialog()
  return (
    <>
      <MembersToolbar
        filter={filter}
        counts={counts}
        isClosed={isClosed}
        matching={matchingOf(query.data)}
        isBusy={query.isFetching && !query.isFetchingNextPage}
        onChange={change}
      />
      {content()}
      {may('switch-pay-as-you-go') && !isClosed && (
        <SelectionBar selection={selection} onAsk={ask} />
      )}
      {dialog}
    </>
  )

  function content() {
    const state = partState(query, (list) => matchingOf(list) === 0)
    switch (state.kind) {
      case 'loading':
        return <TableSkeleton />
      case 'error':
        return <Failure failure={state} />
      case 'empty':
        return (
          <NoMembers
            isFiltered={filter.search !== undefined || filter.state !== undefined}
            onShowAll={() => change({ search: undefined, state: undefined })}
          />
        )
      case 'ready':
        return (
          <MembersTable
            list={state.data}
            isClosed={isClosed}
            currency={currency}
            filter={filter}
            selection={selection}
            onSort={change}
            onAsk={ask}
            more={{
              has: query.hasNextPage,
              isFetching: query.isFetchingNextPage,
              failed: query.isFetchNextPageError,
              fetch: query.fetchNextPage,
            }}
          />
        )
      default:
        return state satisfies never
    }
  }
}

/** A past cycle's figures stand; nothing in it can be switched any more. */
function isOver(list: MembersList | undefined): boolean {
  return list?.pages.some(({ asOf, cycle }) => asOf >= cycle.end) ?? false
}

function matchingOf(list: MembersList | undefined): number | undefined {
  return list?.pages.at(-1)?.matching
}
