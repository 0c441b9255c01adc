import { Link } from '@tanstack/react-router'
import type { PartFailure } from '#web/api/part-state.ts'
import { ErrorState } from '#web/ui/error-state.tsx'

/** A part that failed: to be tried again where that may help, else with a link that does. */
export function Failure({
  failure,
  isPage = false,
}: {
  failure: PartFailure
  /** There is nothing else on the page. */
  isPage?: boolean
}) {
  const { words, retry } = failure
  return <ErrorState words={words} retry={retry} action={wayLink(failure)} isPage={isPage} />
}

function wayLink({ way }: PartFailure) {
  switch (way) {
    case 'retry':
      return undefined
    case 'current-cycle':
      return (
        <Link to="." search={(before) => ({ ...before, cycle: undefined })}>
          Go to the current cycle
        </Link>
      )
    case 'own-team':
      return (
        <Link to="/" search={{ team: undefined, cycle: undefined }}>
          Go to your own team
        </Link>
      )
    case 'start':
      return <Link to="/">Go to Resource usage</Link>
    default:
      return way satisfies never
  }
}
