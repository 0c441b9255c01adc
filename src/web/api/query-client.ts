import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isSignedOut, isWorthRetrying } from './api-error.ts'
import { keys } from './keys.ts'

const RETRIES = 2

/** Figures move while people work: half a minute is fresh, a look back at the tab fetches anew. */
export const FRESH_MS = 30_000

export function createQueryClient(options?: { retries: number }): QueryClient {
  const retries = options?.retries ?? RETRIES
  const client: QueryClient = new QueryClient({
    // Wherever it is noticed that the session is over, the page asks who is there.
    queryCache: new QueryCache({ onError: (error) => onLeft(error, client) }),
    mutationCache: new MutationCache({ onError: (error) => onLeft(error, client) }),
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
  return client
}

function onLeft(error: Error, client: QueryClient): void {
  if (isSignedOut(error)) void client.invalidateQueries({ queryKey: keys.sessions })
}
