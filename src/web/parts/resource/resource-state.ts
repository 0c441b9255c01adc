import type { ResourceUsage } from '#shared/contract/usage.ts'
import { count, MEMBERS } from '#web/format/number.ts'
import { LIMIT_WORDS } from '#web/format/state-words.ts'
import { isClosed, type Telling } from '#web/format/telling.ts'
import { closedState, type ShownState, shownState } from '#web/ui/shown-state.ts'
import { stateWord } from '../state-word.ts'

type StateInWord = { state: ShownState; word: string }
type Counts = Extract<ResourceUsage['holder'], { kind: 'members' }>['counts']

/** The colour of a resource's own meter. */
export function meterState({ standing, buckets }: ResourceUsage, telling: Telling): ShownState {
  return isClosed(telling)
    ? closedState(standing.limit, buckets.payAsYouGo > 0)
    : shownState(standing)
}

/** The state in a word. Where members have limits of their own, it says how many are stopped. */
export function resourceState(usage: ResourceUsage, telling: Telling): StateInWord {
  const { holder, standing } = usage
  if (isClosed(telling)) {
    return { state: meterState(usage, telling), word: LIMIT_WORDS[standing.limit] }
  }
  if (holder.kind === 'members') return ofMembers(holder.counts)
  return { state: shownState(standing), word: stateWord(standing) }
}

function ofMembers({ byWork, byLimit }: Counts): StateInWord {
  const stopped = byWork.paused + byWork.suspended
  if (stopped > 0) return { state: 'stopped', word: `Paused for ${count(stopped, MEMBERS)}` }
  const paying = byWork['on-pay-as-you-go']
  if (paying > 0) {
    return { state: 'on-pay-as-you-go', word: `${count(paying, MEMBERS)} on pay-as-you-go` }
  }
  if (byLimit.warning > 0) {
    return { state: 'warning', word: `${count(byLimit.warning, MEMBERS)} close to the limit` }
  }
  return { state: 'open', word: 'Open' }
}
