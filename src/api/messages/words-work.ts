import type { Resource } from '#shared/credits/resources.ts'

const WORK: Record<Resource, { stops: string; goesOn: string }> = {
  flows: {
    stops: 'New cloud runs and credit-consuming blocks are suspended',
    goesOn: 'Cloud runs and credit-consuming blocks go on',
  },
  ai: { stops: 'Agent Mode is paused', goesOn: 'Agent Mode goes on' },
  'api-calls': { stops: 'API calls are refused', goesOn: 'API calls go on' },
  assistant: {
    stops: 'The assistant is suspended on all servers, except with your own provider key,',
    goesOn: 'The assistant goes on',
  },
}

/** The beginning of a sentence: what a limit stops. */
export function stops(resource: Resource): string {
  return WORK[resource].stops
}

/** The beginning of a sentence: what goes on past a limit. */
export function goesOn(resource: Resource): string {
  return WORK[resource].goesOn
}

export function whole(value: number): string {
  return value.toLocaleString('en-US')
}
