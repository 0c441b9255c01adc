import { type Query, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keys } from '#web/api/keys.ts'
import type { Following } from '#web/api/live.ts'

/** Of a list that was opened further nothing is fetched anew: each of its pages would be. */
const MOST_PAGES = 2

/**
 * Fetches a team's figures anew as they change, while the page is seen: a browser has few
 * connections to one server, and a hidden page needs none.
 */
export function useLive({ team, viewer }: { team: string; viewer: string }): void {
  const client = useQueryClient()
  // biome-ignore lint/correctness/useExhaustiveDependencies: seen as another, it is another stream.
  useEffect(() => {
    let following: AbortController | undefined
    const refresh = () => {
      // A decision that is on its way has its own figures fetched when it is made.
      if (client.isMutating() > 0) return
      const filter = { queryKey: keys.team(team), predicate: isShort }
      void client.invalidateQueries(filter, { cancelRefetch: false })
    }
    const askAgain = () => {
      void client.invalidateQueries({ queryKey: keys.sessions })
      refresh()
    }
    const catchUp = async (signal: AbortSignal) => {
      // What is still on its way may have been answered before the stream was there.
      const early = client.getQueryCache().findAll({ fetchStatus: 'fetching' })
      askAgain()
      if (early.length === 0) return
      await Promise.allSettled(early.map(({ promise }) => promise))
      if (!signal.aborted) askAgain()
    }
    const start = () => {
      const here = new AbortController()
      following = here
      const onGap = () => void catchUp(here.signal)
      void follow({ team, signal: here.signal, onGap, onChange: refresh })
    }
    const onSight = () => {
      following?.abort()
      if (document.visibilityState === 'visible') start()
    }
    onSight()
    document.addEventListener('visibilitychange', onSight)
    return () => {
      document.removeEventListener('visibilitychange', onSight)
      following?.abort()
    }
  }, [client, team, viewer])
}

/** After the page: nothing of it waits for this. Without its script, the page is as it was loaded. */
async function follow(options: Following): Promise<void> {
  const live = await import('#web/api/live.ts').catch(() => undefined)
  await live?.followTeam(options)
}

function isShort({ state }: Query): boolean {
  const { data } = state
  const isPaged = typeof data === 'object' && data !== null && 'pages' in data
  return !isPaged || !Array.isArray(data.pages) || data.pages.length <= MOST_PAGES
}
