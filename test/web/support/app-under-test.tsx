import { createMemoryHistory } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { apiHandlers } from '#mocks/handlers.ts'
import { createWorld, type World } from '#mocks/world.ts'
import type { ScenarioName } from '#shared/demo/scenarios.ts'
import { createQueryClient } from '#web/api/query-client.ts'
import { App } from '#web/app.tsx'
import { createAppRouter } from '#web/router.tsx'
import { useViewStore } from '#web/store/view-store.ts'
import { stubBrowser } from './browser.ts'

export const NOW = Date.UTC(2026, 10, 21, 10)

/** The network of a test file: the real API over a made-up team, through MSW. */
export const server = setupServer()

export function serveApi(): void {
  beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
  beforeEach(() => stubBrowser())
  afterEach(() => {
    server.resetHandlers()
    useViewStore.setState(useViewStore.getInitialState(), true)
    vi.unstubAllGlobals()
  })
  afterAll(() => server.close())
}

/** The whole dashboard at an address, seen with somebody's eyes. */
export async function visit(
  path: string,
  options: { scenario?: ScenarioName; as?: string; world?: World; narrow?: boolean } = {},
) {
  const { scenario = 'example', as = 'admin' } = options
  if (options.narrow) stubBrowser({ narrow: true })
  const world = options.world ?? (await createWorld({ scenario, now: () => NOW }))
  server.use(...apiHandlers(world))
  useViewStore.getState().setViewAs(as)
  const history = createMemoryHistory({ initialEntries: [path] })
  const client = createQueryClient({ retries: 0 })
  render(<App client={client} router={createAppRouter({ history })} />)
  return { world, client, user: userEvent.setup(), address: () => history.location.href }
}
