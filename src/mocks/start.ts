import { setupWorker } from 'msw/browser'
import { apiHandlers } from './handlers.ts'
import { mountPreviewBar } from './preview-bar.ts'
import { keepOptions, readOptions } from './preview-options.ts'
import { createWorld } from './world.ts'

/** What the preview bar moves in the page. */
export type PreviewedPage = {
  setViewAs: (as: string) => void
  /** Fetches everything anew. */
  refresh: () => void
}

/** Answers the page's requests in the page, and shows the bar that says how. */
export async function startMocks(page: PreviewedPage): Promise<void> {
  const options = readOptions(new URL(location.href), sessionStorage)
  keepOptions(options, sessionStorage)
  if (options.as !== undefined) page.setViewAs(options.as)
  const world = await createWorld({
    scenario: options.scenario,
    now: () => Date.now(),
    fault: options.fault,
    daysAhead: options.days,
  })
  await setupWorker(...apiHandlers(world)).start({ quiet: true, onUnhandledRequest: 'bypass' })
  mountPreviewBar({
    options,
    onChange: (next, changed) => {
      keepOptions(next, sessionStorage)
      world.fault = next.fault
      world.daysAhead = next.days
      if (changed === 'scenario') location.assign(location.pathname)
      else if (changed === 'as' && next.as !== undefined) page.setViewAs(next.as)
      else page.refresh()
    },
  })
}
