/** Where the page and its scripts come from. */
export type PageHost = {
  /** The page as the server would send it now; nothing while the server is away. */
  front: () => Promise<string | undefined>
  /** The script that this page was started with. */
  entry: () => string | undefined
  /** Whether it is the first time that this is asked of an entry, in this tab. */
  isFirst: (entry: string) => boolean
  reload: () => void
}

/**
 * What helps where a part of the page could not be loaded. After a deploy its script has another
 * name: the page is loaded anew, once. A browser may also keep a failure for as long as the page
 * lives, so trying again loads it anew too. Never while the server is away: that leaves a blank page.
 */
export async function mendPage(
  host: PageHost,
  { isAsked }: { isAsked: boolean },
): Promise<'reloading' | 'failed'> {
  const front = await host.front()
  const entry = host.entry()
  if (front === undefined || entry === undefined) return 'failed'
  const isOutdated = !front.includes(entry)
  if (!isAsked && !(isOutdated && host.isFirst(entry))) return 'failed'
  host.reload()
  return 'reloading'
}

const RELOADED = 'headroom.reloaded'

export const BROWSER: PageHost = {
  front: async () => {
    const response = await fetch('/', {
      cache: 'no-store',
      headers: { accept: 'text/html' },
    }).catch(() => undefined)
    return response?.ok ? response.text() : undefined
  },
  entry: () => {
    // Not the one that runs early: of two builds it may be the same.
    const script = document.querySelector('script[type="module"][src]:not([async])')
    return script?.getAttribute('src') ?? undefined
  },
  isFirst: (entry) => {
    try {
      if (sessionStorage.getItem(RELOADED) === entry) return false
      sessionStorage.setItem(RELOADED, entry)
      return true
    } catch {
      // Without storage nothing tells a second time from the first.
      return false
    }
  },
  reload: () => window.location.reload(),
}
