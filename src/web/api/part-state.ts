import { describeError, type FailureWords, type WayOut, wayOut } from './api-error.ts'

/** What a part of a page draws; a switch over `kind` exhausts it. */
export type PartState<T> =
  | { kind: 'loading' }
  | ({ kind: 'error' } & PartFailure)
  | { kind: 'empty'; data: T }
  | { kind: 'ready'; data: T }

/** `retry` only where the same request may succeed; where it can't, `way` leads elsewhere. */
export type PartFailure = {
  words: FailureWords
  way: WayOut
  retry: (() => void) | undefined
}

type Query<T> = {
  data: T | undefined
  error: unknown
  isError: boolean
  refetch: () => unknown
}

/** Figures that are there stay on screen, also while a later refresh of them fails. */
export function partState<T>(query: Query<T>, isEmpty: (data: T) => boolean): PartState<T> {
  if (query.data !== undefined) {
    return { kind: isEmpty(query.data) ? 'empty' : 'ready', data: query.data }
  }
  if (query.isError) {
    const way = wayOut(query.error)
    return {
      kind: 'error',
      words: describeError(query.error),
      way,
      retry: way === 'retry' ? () => void query.refetch() : undefined,
    }
  }
  return { kind: 'loading' }
}
