import './web/early.ts'
import './web/strict-zod.ts'
import '@fontsource-variable/inter/opsz.css'
import './web/theme/tokens.css'
import './web/theme/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './web/api/query-client.ts'
import { App } from './web/app.tsx'
import { basepathOf, embedOf } from './web/hooks/embed.ts'
import { createAppRouter } from './web/router.tsx'
import { useViewStore } from './web/store/view-store.ts'
import { applyTheme } from './web/theme/apply-theme.ts'

// Before anything is drawn, so that no other theme flashes up.
applyTheme(useViewStore.getState().theme)

// Once: whatever address it comes to have, an embedded page never becomes another's.
const embed = embedOf(location.pathname)
useViewStore.setState({ embed })
const client = createQueryClient()
await loadTemporal()
await startMocks()
render()

/** Only where the browser lacks it. */
async function loadTemporal(): Promise<void> {
  if (!('Temporal' in globalThis)) await import('temporal-polyfill/global')
}

async function startMocks(): Promise<void> {
  if (!__MOCKS__) return
  const mocks = await import('#mocks/start.ts')
  await mocks.startMocks({
    viewAs: () => useViewStore.getState().viewAs,
    setViewAs: (as) => {
      useViewStore.getState().setViewAs(as)
      void client.resetQueries()
    },
    refresh: () => void client.invalidateQueries(),
  })
}

function render(): void {
  const root = document.getElementById('root')
  if (!root) throw new Error('The page has no element to draw in')
  createRoot(root).render(
    <StrictMode>
      <App client={client} router={createAppRouter({ basepath: basepathOf(embed) })} />
    </StrictMode>,
  )
}
