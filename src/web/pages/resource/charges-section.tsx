import { useInfiniteQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { chargesQuery } from '#web/api/charges.ts'
import { isToldToMember } from '#web/format/whose.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Card } from '#web/ui/card.tsx'
import { ChargeFilters } from './charge-filters.tsx'
import { Charges } from './charges.tsx'
import { CHARGES_ID } from './charges-id.ts'
import styles from './resource-page.module.css'
import type { Shown } from './shown.ts'
import { useResourceSearch } from './use-resource-search.ts'

/** The charges behind a figure: of the clicked bar, the chosen row, or of the whole cycle. */
export function ChargesSection({ reply }: { reply: Shown }) {
  const id = useId()
  const { team } = useViewer()
  const { cycle, search } = useResourceSearch()
  // A day of another cycle narrows nothing here.
  const day = reply.usage.series.days.find(({ date }) => date === search.day)
  const { resource } = reply.usage
  const { kind, member, part, bought, late } = search
  const filter = { cycle, kind, member, part, bought, late, from: day?.start, to: day?.end }
  const query = useInfiniteQuery(chargesQuery({ team, resource, filter }))
  const isArchived = query.data?.pages[0]?.archivedAt !== undefined
  return (
    <Card aria-labelledby={id} id={CHARGES_ID} tabIndex={-1}>
      <div className={styles.head}>
        <h2 id={id}>{isToldToMember(reply.usage) ? 'Your charges' : 'Charges'}</h2>
        {!isArchived && (
          <p className={styles.note}>Each says which rate made it. Click a bar to see one day.</p>
        )}
      </div>
      <ChargeFilters reply={reply} />
      <Charges query={query} resource={resource} currency={reply.currency} filter={filter} />
    </Card>
  )
}
