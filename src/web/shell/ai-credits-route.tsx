import { lazy, Suspense } from 'react'
import { useViewer } from '#web/hooks/viewer.ts'

const AiCreditsPage = lazy(async () => {
  const { AiCreditsPage } = await import('#web/pages/ai-credits/ai-credits-page.tsx')
  return { default: AiCreditsPage }
})

const OwnAiPage = lazy(async () => {
  const { OwnAiPage } = await import('#web/pages/resource/own-ai-page.tsx')
  return { default: OwnAiPage }
})

/** All members for those who may see them; a Member's own use for a Member. */
export function AiCreditsRoute() {
  const { may } = useViewer()
  return <Suspense>{may('view-members') ? <AiCreditsPage /> : <OwnAiPage />}</Suspense>
}
