import { SCENARIO_LABELS, type ScenarioName } from '#shared/demo/scenarios.ts'

/** The browser may be drawing nothing, in a tab that is not seen: it is not waited for longer. */
const PATIENCE_MS = 100

/**
 * Says in the page's place what is made, before making it leaves the browser no time to say it. The
 * page replaces it when it is drawn.
 */
export async function sayPreparing(scenario: ScenarioName): Promise<void> {
  const root = document.getElementById('root')
  const line = root?.querySelector('p') ?? root?.appendChild(document.createElement('p'))
  if (!line) return
  line.textContent =
    scenario === 'crowd' ? `Preparing ${SCENARIO_LABELS.crowd}…` : 'Preparing the preview…'
  await Promise.race([drawn(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
}

function drawn(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}
