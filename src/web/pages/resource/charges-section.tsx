import { useId } from 'react'
import { isToldToMember } from '#web/format/whose.ts'
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
  const { cycle, search } = useResourceSearch()
  // A day of another cycle narrows nothing here.
  const day = reply.usage.series.days.find(({ date }) => date === search.day)
  return (
    <Card aria-labelledby={id} id={CHARGES_ID} tabIndex={-1}>
      <div className={styles.head}>
        <h2 id={id}>{isToldToMember(reply.usage) ? 'Your charges' : 'Charges'}</h2>
        <p className={styles.note}>Each says which rate made it. Click a bar to see one day.</p>
      </div>
      <ChargeFilters reply={reply} />
      <Charges
        resource={reply.usage.resource}
        currency={reply.currency}
        filter={{
          cycle,
          kind: search.kind,
          member: search.member,
          part: search.part,
          from: day?.start,
          to: day?.end,
          bought: search.bought,
          late: search.late,
        }}
      />
    </Card>
  )
}
