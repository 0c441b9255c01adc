import { useSyncExternalStore } from 'react'

/** At the latest, on a page that is never at rest. */
const MOST_WAIT_MS = 2_000

/** A part of the page whose script is loaded once the page is drawn, or as soon as it is asked for. */
export type Later<T> = {
  now: () => T | undefined
  load: () => Promise<void>
  subscribe: (tell: () => void) => () => void
}

export function later<T>(fetch: () => Promise<T>): Later<T> {
  const listeners = new Set<() => void>()
  let loaded: T | undefined
  async function load(): Promise<void> {
    loaded ??= await fetch()
    for (const tell of listeners) tell()
  }
  return {
    now: () => loaded,
    load,
    subscribe: (tell) => {
      listeners.add(tell)
      // Without it the page is whole; whoever needs it asks for it again.
      whenIdle(() => load().catch(() => undefined))
      return () => listeners.delete(tell)
    },
  }
}

/** Figures and charts come first. At once where the browser can't tell, as Safari can't. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(act, { timeout: MOST_WAIT_MS })
  else act()
}

/**
 * The part, once it is there. Not a Suspense boundary: revealing one waits up to 300 ms longer than
 * the script takes.
 */
export function useLater<T>(part: Later<T>): T | undefined {
  return useSyncExternalStore(part.subscribe, part.now)
}
