import type { MemberBalance } from '#shared/contract/usage.ts'
import { LIMIT_WORDS } from '#web/format/state-words.ts'
import { closedState, type ShownState, shownState } from '#web/ui/shown-state.ts'
import { stateWord } from './state-word.ts'

type Own = Extract<MemberBalance['balance'], { kind: 'own' }>

/** A member's state with its word: what it means for work, or, of a past cycle, how far use came. */
export function memberState(
  { standing }: Own,
  of: { costMicros: number; isClosed: boolean },
): { state: ShownState; word: string } {
  if (of.isClosed) {
    const state = closedState(standing.limit, of.costMicros > 0)
    return { state, word: LIMIT_WORDS[standing.limit] }
  }
  return { state: shownState(standing), word: stateWord(standing) }
}
