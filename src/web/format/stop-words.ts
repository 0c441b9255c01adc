import type { Resource } from '#shared/credits/resources.ts'

/** What stops at the limit, and what doesn't, as a person would say it. */
export type StopWords = {
  /** The subject and verb: `Agent Mode is paused`. */
  stops: string
  /** The same of the time ahead: `Agent Mode pauses`. */
  wouldStop: string
  /** What goes on all the same. */
  goesOn?: string
}

export const STOP_WORDS: Record<Resource, StopWords> = {
  flows: {
    stops: 'new cloud runs and credit-consuming blocks are suspended',
    wouldStop: 'new cloud runs and credit-consuming blocks are suspended',
    goesOn: 'Runs already started complete.',
  },
  ai: { stops: 'Agent Mode is paused', wouldStop: 'Agent Mode pauses' },
  'api-calls': {
    stops: 'API calls are refused',
    wouldStop: 'API calls are refused',
  },
  assistant: {
    stops: 'the assistant is suspended on all servers',
    wouldStop: 'the assistant is suspended on all servers',
    goesOn: 'Calls with your own provider key go on.',
  },
}
