import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isWorthRetrying, refusalCode } from './api-error.ts'
import { keys } from './keys.ts'

const RETRIES = 2

/** Figures move while people work: half a minute is fresh, a look back at the tab fetches anew. */
export const FRESH_MS = 30_000

export function createQueryClient(options?: { retries: number }): QueryClient {
  const retries = options?.retries ?? RETRIES
  const client: QueryClient = new QueryClient({
    // Wherever it is noticed that somebody is no longer who they were, the page asks who is there.
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        // Who is there was asked just now.
        if (queryKey[0] !== keys.sessions[0]) askAgain(error, client)
      },
    }),
    mutationCache: new MutationCache({ onError: (error) => askAgain(error, client) }),
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

function askAgain(error: Error, client: QueryClient): void {
  const queryKey = keys.sessions
  switch (refusalCode(error)) {
    // The session is over, or a role was taken away.
    case 'signed-out':
    case 'forbidden':
      return void client.invalidateQueries({ queryKey })
    // Who was removed from the team sees nothing of it while that is asked.
    case 'unknown-team':
      return void client.resetQueries({ queryKey })
  }
}
