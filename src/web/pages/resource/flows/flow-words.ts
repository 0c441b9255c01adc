import type { Flow } from '#shared/contract/flow.ts'
import { dayAndTime, moment, type TimeFrame } from '#web/format/moment.ts'
import type { ShownState } from '#web/ui/shown-state.ts'

type FlowWords = {
  word: string
  /** Absent where there is nothing that could run. */
  shown: ShownState | undefined
  when?: string
}

/** A flow's state in a word and a shape, and since when until when it holds. */
export function flowWords(state: Flow['state'], frame: TimeFrame): FlowWords {
  switch (state.kind) {
    case 'active':
      return { word: 'Active', shown: 'open' }
    case 'suspended': {
      const since = dayAndTime(state.since, frame)
      const when =
        state.resumes === undefined
          ? `${since}, until it gets credits`
          : `${since}, until ${moment(state.resumes, frame)}`
      return { word: 'Suspended', shown: 'stopped', when }
    }
    case 'removed':
      return { word: 'Removed', shown: undefined, when: dayAndTime(state.since, frame) }
    default:
      return state satisfies never
  }
}
