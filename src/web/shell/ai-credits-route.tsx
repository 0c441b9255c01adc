import { useViewer } from '#web/hooks/viewer.ts'
import { lazyPage } from '#web/parts/lazy-page.tsx'

const MembersPage = lazyPage(
  async () => (await import('#web/pages/ai-credits/ai-credits-page.tsx')).AiCreditsPage,
)
const OwnPage = lazyPage(
  async () => (await import('#web/pages/resource/own-ai-page.tsx')).OwnAiPage,
)

/** All members for those who may see them; a Member's own use for a Member. */
function WhoseAiCredits() {
  const { may } = useViewer()
  return may('view-members') ? <MembersPage /> : <OwnPage />
}

/** The router doesn't know who is looking, so it waits for both: they share most of their script. */
async function preload(): Promise<void> {
  await Promise.all([MembersPage.preload(), OwnPage.preload()])
}

export const AiCreditsRoute = Object.assign(WhoseAiCredits, { preload })
