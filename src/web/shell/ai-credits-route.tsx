import { useViewer } from '#web/hooks/viewer.ts'
import { lazyPage } from '#web/parts/lazy-page.tsx'

const MembersPage = lazyPage(
  async () => (await import('#web/pages/ai-credits/ai-credits-page.tsx')).AiCreditsPage,
)
const OwnPage = lazyPage(
  async () => (await import('#web/pages/resource/own-ai-page.tsx')).OwnAiPage,
)

/** All members for those who may see them; a Member's own use for a Member. */
export function AiCreditsRoute() {
  const { may } = useViewer()
  return may('view-members') ? <MembersPage /> : <OwnPage />
}
