import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { Telling } from '#web/format/telling.ts'
import { StateBadge } from '#web/ui/state-badge.tsx'
import { resourceState } from './resource-state.ts'

export function ResourceBadge({ usage, telling }: { usage: ResourceUsage; telling: Telling }) {
  const { state, word } = resourceState(usage, telling)
  return <StateBadge state={state} word={word} />
}
