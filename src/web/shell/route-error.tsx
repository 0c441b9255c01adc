import type { ErrorComponentProps } from '@tanstack/react-router'
import { describeError } from '#web/api/api-error.ts'
import { ErrorState } from '#web/ui/error-state.tsx'

/** The last resort: a page that threw while it was drawn. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return <ErrorState words={describeError(error)} retry={reset} />
}
