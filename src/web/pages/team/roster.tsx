import { useInfiniteQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { partState } from '#web/api/part-state.ts'
import { rosterQuery } from '#web/api/roster.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Failure } from '#web/parts/failure.tsx'
import { Card } from '#web/ui/card.tsx'
import { LoadingRows, MoreRows } from '#web/ui/more-rows.tsx'
import { SearchField } from '#web/ui/search-field.tsx'
import { RosterRow } from './roster-row.tsx'
import styles from './team-page.module.css'

export function Roster() {
  const id = useId()
  const [search, setSearch] = useState('')
  return (
    <Card aria-labelledby={id} tabIndex={-1}>
      <div className={styles.cardHead}>
        <h2 id={id} className={styles.title}>
          Members
        </h2>
        <SearchField
          label="Search members"
          placeholder="Name or e-mail"
          value={search}
          onSearch={setSearch}
        />
      </div>
      <Members search={search} />
    </Card>
  )
}

function Members({ search }: { search: string }) {
  const { team } = useViewer()
  const query = useInfiniteQuery(rosterQuery(team, search))
  const state = partState(query, ({ pages }) => pages[0]?.members.length === 0)
  switch (state.kind) {
    case 'loading':
      return <LoadingRows label="Loading members" />
    case 'error':
      return <Failure failure={state} />
    case 'empty':
      return <p className={styles.muted}>Nobody is found by that.</p>
    case 'ready':
      return (
        <>
          <ul className={styles.rows}>
            {state.data.pages.flatMap(({ members }) =>
              members.map((member) => <RosterRow key={member.id} member={member} />),
            )}
          </ul>
          <MoreRows query={query} label="Show more members" failed="More could not be loaded." />
        </>
      )
    default:
      return state satisfies never
  }
}
