import type { ResourceUsage } from '#shared/contract/usage.ts'
import {
  countsOf,
  type MemberCounts,
  membersAtLimit,
  membersPastLimit,
  payingMembers,
  stoppedMembers,
} from '#web/format/member-counts.ts'
import { count, MEMBERS } from '#web/format/number.ts'
import { LIMIT_WORDS } from '#web/format/state-words.ts'
import { isClosed, type Telling } from '#web/format/telling.ts'
import { closedState, type ShownState, shownState } from '#web/ui/shown-state.ts'
import { stateWord } from '../state-word.ts'

type StateInWord = { state: ShownState; word: string }

/** The colour of a resource's own meter: that of its badge. */
export function meterState(usage: ResourceUsage, telling: Telling): ShownState {
  return resourceState(usage, telling).state
}

/** The state in a word. Where members have limits of their own, it says how many are stopped. */
export function resourceState(usage: ResourceUsage, telling: Telling): StateInWord {
  const counts = countsOf(usage)
  if (isClosed(telling)) return closed(usage)
  if (counts) return ofMembers(usage, counts)
  return { state: shownState(usage.standing), word: stateWord(usage.standing) }
}

function closed(usage: ResourceUsage): StateInWord {
  const isPaid = usage.buckets.payAsYouGo > 0
  const past = membersPastLimit(usage)
  if (past > 0) {
    const word = `${count(past, MEMBERS)} past the limit`
    return { state: closedState('exceeded', isPaid), word }
  }
  const { used, ofAllowance } = usage.standing
  const limit = used > ofAllowance && !countsOf(usage) ? 'exceeded' : usage.standing.limit
  return { state: closedState(limit, isPaid), word: LIMIT_WORDS[limit] }
}

function ofMembers(usage: ResourceUsage, { byLimit }: MemberCounts): StateInWord {
  const stopped = stoppedMembers(usage)
  if (stopped > 0) return { state: 'stopped', word: `Paused for ${count(stopped, MEMBERS)}` }
  const paying = payingMembers(usage)
  if (paying > 0) {
    return { state: 'on-pay-as-you-go', word: `${count(paying, MEMBERS)} on pay-as-you-go` }
  }
  const atLimit = membersAtLimit(usage)
  if (atLimit > 0) {
    return { state: 'warning', word: `${count(atLimit, MEMBERS)} at or past the limit` }
  }
  if (byLimit.warning > 0) {
    return { state: 'warning', word: `${count(byLimit.warning, MEMBERS)} close to the limit` }
  }
  return { state: 'open', word: 'Open' }
}
