import { useQuery } from '@tanstack/react-query'
import { Outlet, useRouterState, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import type { Reply } from '#shared/contract/routes.ts'
import type { SessionReply } from '#shared/contract/usage.ts'
import { partState } from '#web/api/part-state.ts'
import { sessionQuery } from '#web/api/session.ts'
import { OPENING } from '#web/hooks/embed.ts'
import { OPEN_PATHS } from '#web/hooks/page-paths.ts'
import { useLive } from '#web/hooks/use-live.ts'
import { usePageFocus } from '#web/hooks/use-page-focus.ts'
import { ViewerContext, viewerOf } from '#web/hooks/viewer.ts'
import { lazyPage } from '#web/parts/lazy-page.tsx'
import { useViewStore } from '#web/store/view-store.ts'
import { ExampleNote } from './example-note.tsx'
import { Header } from './header.tsx'
import { NotFound } from './not-found.tsx'
import { SessionError } from './session-error.tsx'
import styles from './shell.module.css'
import { ShellSkeleton } from './shell-skeleton.tsx'

/** A person's own, which an embedded dashboard has no part in. */
const OWN_PATHS = [...OPEN_PATHS, '/account', '/new-team', '/kept-mails']

const NoTeam = lazyPage(async () => (await import('./no-team.tsx')).NoTeam)
const SignIn = lazyPage(
  async () => (await import('#web/pages/sign-in/sign-in-page.tsx')).SignInPage,
)

const OpenEmbed = lazyPage(
  async () => (await import('#web/pages/embed/open-embed-page.tsx')).OpenEmbedPage,
)
const EmbedOver = lazyPage(async () => (await import('#web/pages/embed/embed-over.tsx')).EmbedOver)

export function Shell() {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const embed = useViewStore((state) => state.embed)
  if (embed === OPENING) return <OpenEmbed />
  if (embed !== undefined) return <Closed />
  return OPEN_PATHS.includes(path) ? <Outlet /> : <Closed />
}

/** The frame around every other page. A page is drawn once it is known who is looking. */
function Closed() {
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
      return <Asked session={state.data} />
    default:
      return state satisfies never
  }
}

function Asked({ session }: { session: Reply<'session'> }) {
  const isEmbedded = useViewStore((state) => state.embed !== undefined)
  switch (session.kind) {
    case 'signed-out':
      return isEmbedded ? <EmbedOver /> : <SignIn />
    case 'no-team':
      return <NoTeam />
    case 'session':
      return <Frame session={session} />
    default:
      return session satisfies never
  }
}

function Frame({ session }: { session: SessionReply }) {
  const viewer = viewerOf(session, Temporal.Now.timeZoneId())
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: ({ location }) => location.pathname })
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
        {session.embeddedBy !== undefined && OWN_PATHS.includes(path) ? <NotFound /> : <Outlet />}
      </main>
    </ViewerContext>
  )
}
