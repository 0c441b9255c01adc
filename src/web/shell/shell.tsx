import { useQuery } from '@tanstack/react-query'
import { Outlet, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import type { SessionReply } from '#shared/contract/usage.ts'
import { partState } from '#web/api/part-state.ts'
import { sessionQuery } from '#web/api/session.ts'
import { useLive } from '#web/hooks/use-live.ts'
import { usePageFocus } from '#web/hooks/use-page-focus.ts'
import { ViewerContext, viewerOf } from '#web/hooks/viewer.ts'
import { ExampleNote } from './example-note.tsx'
import { Header } from './header.tsx'
import { NoTeam } from './no-team.tsx'
import { SessionError } from './session-error.tsx'
import styles from './shell.module.css'
import { ShellSkeleton } from './shell-skeleton.tsx'

/** The frame around every page. A page is drawn once it is known who is looking. */
export function Shell() {
  const { team } = useSearch({ from: '__root__' })
  const query = useQuery(sessionQuery(team))
  const state = partState(query, () => false)
  switch (state.kind) {
    case 'loading':
      return <ShellSkeleton />
    case 'error':
      return <SessionError failure={state} />
    case 'empty':
    case 'ready':
      if (state.data.kind === 'no-team') return <NoTeam retry={() => void query.refetch()} />
      return <Frame session={state.data} />
    default:
      return state satisfies never
  }
}

function Frame({ session }: { session: SessionReply }) {
  const viewer = viewerOf(session, Temporal.Now.timeZoneId())
  const main = useRef<HTMLElement>(null)
  usePageFocus(main)
  useLive({ team: session.team.id, viewer: session.actor.name })
  return (
    <ViewerContext value={viewer}>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      <Header />
      {session.team.example && <ExampleNote />}
      <main id="content" ref={main} tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
    </ViewerContext>
  )
}
