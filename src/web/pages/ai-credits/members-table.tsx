import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { MembersFilter, MembersList } from '#web/api/members.ts'
import { useMediaQuery } from '#web/hooks/use-media-query.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import type { Question } from '#web/parts/pay-as-you-go/question.ts'
import { useViewStore } from '#web/store/view-store.ts'
import { VisuallyHidden } from '#web/ui/visually-hidden.tsx'
import { MemberRow } from './member-row.tsx'
import { MembersHead } from './members-head.tsx'
import styles from './members-table.module.css'
import { ROW_KEYS_HINT } from './row-keys.ts'
import type { MembersSearch } from './search.ts'
import { TableEnd } from './table-end.tsx'
import { useRowKeys } from './use-row-keys.ts'
import type { Selection } from './use-selection.ts'

type MembersTableProps = {
  list: MembersList
  isClosed: boolean
  currency: string | undefined
  filter: MembersFilter
  selection: Selection
  onSort: (part: Partial<MembersSearch>) => void
  onAsk: (question: Question) => void
  more: { has: boolean; isFetching: boolean; failed: boolean; fetch: () => unknown }
}

const ROW_HEIGHTS = { comfortable: 56, compact: 40 } as const
const TWO_LINES = 88
/** So many rows before the end, the next page is fetched: seldom does anybody see it come. */
const AHEAD = 40

/** Any number of members: only the rows in sight are drawn, and only the pages near them fetched. */
export function MembersTable(props: MembersTableProps) {
  const { list, isClosed, selection, more } = props
  const { may } = useViewer()
  const density = useViewStore((state) => state.density)
  const isNarrow = useMediaQuery('(width < 760px)')
  const rowHeight = isNarrow ? TWO_LINES : ROW_HEIGHTS[density]
  const rows = useMemo(() => list.pages.flatMap((page) => page.members), [list])
  const matching = list.pages.at(-1)?.matching ?? rows.length
  const { body, top } = useTop()
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.member.id ?? index,
  })
  const items = virtualizer.getVirtualItems()
  const lastShown = items.at(-1)?.index ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row height asks for it.
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight])
  useEffect(() => {
    if (more.has && !more.isFetching && !more.failed && lastShown >= rows.length - AHEAD)
      more.fetch()
  }, [more, lastShown, rows.length])

  const onKeyDown = useRowKeys({
    body,
    rows: rows.length,
    rowHeight,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'center' }),
  })
  const hintId = useId()
  const isSwitched = rows.some((row) => row.payAsYouGo !== 'unavailable')
  const isChoosing = may('switch-pay-as-you-go') && !isClosed && isSwitched
  return (
    <div className={styles.frame} data-density={density} data-choosing={isChoosing || undefined}>
      {/* Rows out of sight aren't in the document: how many there are is said apart. */}
      <table
        aria-label="Members and their AI credits"
        aria-rowcount={matching + 1}
        aria-describedby={hintId}
        className={styles.table}
      >
        <MembersHead
          isChoosing={isChoosing}
          rows={rows}
          filter={props.filter}
          selection={selection}
          onSort={props.onSort}
        />
        <tbody
          ref={body}
          className={styles.body}
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {items.map((item) => {
            const row = rows[item.index]
            return (
              row && (
                <MemberRow
                  key={item.key}
                  row={row}
                  index={item.index}
                  offset={item.start - top}
                  height={rowHeight}
                  currency={props.currency}
                  isClosed={isClosed}
                  isChoosing={isChoosing}
                  isChosen={selection.has(row.member.id)}
                  onChoose={selection.set}
                  onAsk={props.onAsk}
                />
              )
            )
          })}
        </tbody>
      </table>
      <VisuallyHidden>
        <span id={hintId}>{ROW_KEYS_HINT}</span>
      </VisuallyHidden>
      <TableEnd shown={rows.length} matching={matching} more={more} />
    </div>
  )
}

/** Where the rows begin on the page: the window scrolls, not a box inside it. */
function useTop() {
  const body = useRef<HTMLTableSectionElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      if (body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [])
  return { body, top: Math.round(top) }
}
