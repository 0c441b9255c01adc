import { setupWorker } from 'msw/browser'
import { embedNote } from './embed-note.ts'
import { apiHandlers } from './handlers.ts'
import { sayPreparing } from './preparing.ts'
import { mountPreviewBar } from './preview-bar.ts'
import { keepOptions, namesScenario, readOptions, withoutOptions } from './preview-options.ts'
import { knownViewer, rolesOf } from './viewers.ts'
import { createWorld } from './world.ts'

/** What the preview bar moves in the page. */
export type PreviewedPage = {
  viewAs: () => string | undefined
  /** The default viewer where it is nobody. */
  setViewAs: (as: string | undefined) => void
  /** Fetches everything anew. */
  refresh: () => void
}

/** Answers the page's requests in the page, and shows the bar that says how. */
export async function startMocks(page: PreviewedPage): Promise<void> {
  const url = new URL(location.href)
  const asked = readOptions(url, sessionStorage)
  await sayPreparing(asked.scenario)
  const world = await createWorld({
    scenario: asked.scenario,
    now: () => Date.now(),
    fault: asked.fault,
    daysAhead: asked.days,
  })
  const options = { ...asked, as: await knownViewer(world, asked.as) }
  keepOptions(options, sessionStorage)
  const before = namesScenario(url) ? undefined : page.viewAs()
  page.setViewAs(options.as ?? (await knownViewer(world, before)))
  await setupWorker(...apiHandlers(world)).start({ quiet: true, onUnhandledRequest: 'bypass' })
  mountPreviewBar({
    options,
    roles: await rolesOf(world),
    note: embedNote(url.pathname),
    onChange: (next, changed) => {
      keepOptions(next, sessionStorage)
      history.replaceState(history.state, '', withoutOptions(new URL(location.href)))
      world.fault = next.fault
      world.daysAhead = next.days
      if (changed === 'scenario') location.assign(location.pathname)
      else if (changed === 'as' && next.as !== undefined) page.setViewAs(next.as)
      else page.refresh()
    },
  })
}
