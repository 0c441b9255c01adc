import type { Standing } from '#shared/credits/limit.ts'
import { LIMIT_WORDS, WORK_WORDS } from '#web/format/state-words.ts'
import { shownState } from '#web/ui/shown-state.ts'

/** The word that stands beside a standing's shape. */
export function stateWord(standing: Pick<Standing, 'limit' | 'work' | 'bonusLeft'>): string {
  const state = shownState(standing)
  switch (state) {
    case 'open':
    case 'stopped':
    case 'on-pay-as-you-go':
      return WORK_WORDS[standing.work]
    case 'warning':
      return LIMIT_WORDS[standing.limit]
    case 'exceeded':
      return standing.bonusLeft > 0 ? 'On bonus credits' : LIMIT_WORDS[standing.limit]
    default:
      return state satisfies never
  }
}
