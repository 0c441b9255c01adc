import type { ErrorComponentProps } from '@tanstack/react-router'
import { describeError } from '#web/api/api-error.ts'
import { ErrorState } from '#web/ui/error-state.tsx'
import styles from './shell.module.css'

/** The last resort: a page that threw while it was drawn. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return <ErrorState isPage words={describeError(error)} retry={reset} />
}

/** The same where the frame around the pages threw: there is nothing else. */
export function FrameError(props: ErrorComponentProps) {
  return (
    <main className={styles.main}>
      <RouteError {...props} />
    </main>
  )
}
