import { EMBED_HEADER } from '#shared/contract/embed-path.ts'
import { VIEW_AS_HEADER } from '#shared/contract/routes.ts'
import { useViewStore } from '#web/store/view-store.ts'

/** Who looks at this page, as far as the browser does not say it by itself. */
export function whoAsks(opened?: string): Record<string, string> {
  const { viewAs, embed: own } = useViewStore.getState()
  const embed = opened ?? own
  // An embedded page speaks for its member and for nobody else.
  if (embed !== undefined) return { [EMBED_HEADER]: embed }
  return viewAs === undefined ? {} : { [VIEW_AS_HEADER]: viewAs }
}
