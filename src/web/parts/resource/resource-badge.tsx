import type { ResourceUsage } from '#shared/contract/usage.ts'
import { count, MEMBERS } from '#web/format/number.ts'
import { WORK_WORDS } from '#web/format/state-words.ts'
import { stateWord } from '#web/parts/state-word.ts'
import { type ShownState, shownState } from '#web/ui/shown-state.ts'
import { StateBadge } from '#web/ui/state-badge.tsx'

/** The state in a word. Where members have limits of their own, it says how many are stopped. */
export function ResourceBadge({ usage }: { usage: ResourceUsage }) {
  const { state, word } = badge(usage)
  return <StateBadge state={state} word={word} />
}

function badge(usage: ResourceUsage): { state: ShownState; word: string } {
  const { holder, standing } = usage
  if (holder.kind === 'members') return ofMembers(holder.counts)
  return { state: shownState(standing), word: stateWord(standing) }
}

function ofMembers(counts: Extract<ResourceUsage['holder'], { kind: 'members' }>['counts']): {
  state: ShownState
  word: string
} {
  const stopped = counts.byWork.paused + counts.byWork.suspended
  if (stopped > 0) return { state: 'stopped', word: `Paused for ${count(stopped, MEMBERS)}` }
  const paying = counts.byWork['on-pay-as-you-go']
  if (paying > 0)
    return { state: 'on-pay-as-you-go', word: `${count(paying, MEMBERS)} on pay-as-you-go` }
  const close = counts.byLimit.warning
  if (close > 0) return { state: 'warning', word: `${count(close, MEMBERS)} close to the limit` }
  return { state: 'open', word: WORK_WORDS.open }
}
