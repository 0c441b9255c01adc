import { CSPProvider } from '@base-ui/react/csp-provider'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useLayoutEffect } from 'react'
import type { createAppRouter } from './router.tsx'
import { useViewStore } from './store/view-store.ts'
import { applyTheme } from './theme/apply-theme.ts'
import { Toasts } from './ui/toasts.tsx'

type AppProps = { client: QueryClient; router: ReturnType<typeof createAppRouter> }

export function App({ client, router }: AppProps) {
  const theme = useViewStore((state) => state.theme)
  useLayoutEffect(() => applyTheme(theme), [theme])
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </CSPProvider>
  )
}
