import { useViewStore } from '#web/store/view-store.ts'
import { viewerHeaders } from './viewer-headers.ts'

/** Who looks at this page, as far as the browser does not say it by itself. */
export function whoAsks(opened?: string): Record<string, string> {
  const { viewAs, embed } = useViewStore.getState()
  return viewerHeaders({ viewAs, embed: opened ?? embed })
}
