import { describeError, type FailureWords } from './api-error.ts'

/** What a part of a page draws; a switch over `kind` exhausts it. */
export type PartState<T> =
  | { kind: 'loading' }
  | { kind: 'error'; words: FailureWords; retry: () => void }
  | { kind: 'empty'; data: T }
  | { kind: 'ready'; data: T }

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
    return {
      kind: 'error',
      words: describeError(query.error),
      retry: () => void query.refetch(),
    }
  }
  return { kind: 'loading' }
}
