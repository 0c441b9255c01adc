import { QueryClient } from '@tanstack/react-query'
import { isWorthRetrying } from './api-error.ts'

const RETRIES = 2

/** Figures move while people work: half a minute is fresh, a look back at the tab fetches anew. */
export const FRESH_MS = 30_000

export function createQueryClient(options?: { retries: number }): QueryClient {
  const retries = options?.retries ?? RETRIES
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (count, error) => count < retries && isWorthRetrying(error),
        // Offline is a failure to show, not a state to wait in without a word.
        networkMode: 'always',
      },
      // A decision about money is never kept back to be sent later.
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
