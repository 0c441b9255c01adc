import { type ComponentType, useEffect, useState } from 'react'
import { BROWSER, mendPage, type PageHost } from '#web/hooks/page-scripts.ts'
import { ErrorState } from '#web/ui/error-state.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'

type LoadState =
  | { kind: 'loading'; isAsked: boolean }
  | { kind: 'failed' }
  | { kind: 'ready'; Page: ComponentType }

/**
 * A page whose script is loaded when it is wanted, or hinted at. Not React's own `lazy`, which keeps
 * a failure for ever; this one can be tried again.
 */
export function lazyPage(fetchPage: () => Promise<ComponentType>, host: PageHost = BROWSER) {
  let loaded: ComponentType | undefined

  async function load(): Promise<ComponentType> {
    loaded ??= await fetchPage()
    return loaded
  }

  function LazyPage() {
    const [state, setState] = useState<LoadState>(() =>
      loaded ? { kind: 'ready', Page: loaded } : { kind: 'loading', isAsked: false },
    )
    useEffect(() => {
      if (state.kind !== 'loading') return
      let current = true
      arrive(load, { host, isAsked: state.isAsked }).then((next) => {
        if (current && next) setState(next)
      })
      return () => {
        current = false
      }
    }, [state])
    return content(state, () => setState({ kind: 'loading', isAsked: true }))
  }

  /** The router's: it waits for it, and leaves a failure to the page. */
  const preload = async () => void (await load().catch(() => undefined))
  return Object.assign(LazyPage, { preload })
}

/** Nothing, while the whole page is loaded anew. */
async function arrive(
  load: () => Promise<ComponentType>,
  { host, isAsked }: { host: PageHost; isAsked: boolean },
): Promise<LoadState | undefined> {
  try {
    return { kind: 'ready', Page: await load() }
  } catch {
    return (await mendPage(host, { isAsked })) === 'failed' ? { kind: 'failed' } : undefined
  }
}

function content(state: LoadState, retry: () => void) {
  switch (state.kind) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading this page">
          <Skeleton width="40%" height={32} />
        </div>
      )
    case 'failed':
      return (
        <ErrorState
          isPage
          words={{
            title: 'This page could not be loaded',
            detail: 'Nothing was lost. Check the connection, then try again.',
          }}
          retry={retry}
        />
      )
    case 'ready':
      return <state.Page />
    default:
      return state satisfies never
  }
}
