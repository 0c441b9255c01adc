import type { ProblemAnswer } from '#shared/contract/problem-answer.ts'

/** Why a request brought no figures. */
export type Failure =
  | { kind: 'problem'; problem: ProblemAnswer }
  /** No answer at all: offline, or the server is down. */
  | { kind: 'no-answer' }
  /** An answer that is not of the contract: a proxy's page, or another version. */
  | { kind: 'unreadable'; status: number }

export class ApiError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(describeFailure(failure).detail, options)
    this.name = 'ApiError'
    this.failure = failure
  }
}

export type FailureWords = { title: string; detail: string; requestId?: string }

/** In the server's own words where it gave any. */
export function describeFailure(failure: Failure): FailureWords {
  switch (failure.kind) {
    case 'problem': {
      const { title, detail, status, requestId } = failure.problem
      // Nobody has to be asked about a refusal: it says itself what is wrong.
      return { title, detail, ...(status >= 500 && requestId ? { requestId } : {}) }
    }
    case 'no-answer':
      return {
        title: 'The server can’t be reached',
        detail: 'Nothing was lost. Check the connection, then try again.',
      }
    case 'unreadable':
      return {
        title: 'The answer can’t be read',
        detail: `The server answered with status ${failure.status} in a form this page doesn’t know. Reloading the page may help.`,
      }
    default:
      return failure satisfies never
  }
}

/** What to say of anything thrown by a query: a fault of the page itself has no better words. */
export function describeError(error: unknown): FailureWords {
  if (error instanceof ApiError) return describeFailure(error.failure)
  return {
    title: 'This part of the page failed',
    detail: 'The figures themselves are safe. Try again, or reload the page.',
  }
}

/** The same succeeds a little later. */
const TOO_MANY = 429

/**
 * What a person can do about it: the same again, where that may succeed; else an address that there
 * is something at.
 */
export type WayOut = 'retry' | 'current-cycle' | 'own-team' | 'start'

export function wayOut(error: unknown): WayOut {
  if (!(error instanceof ApiError) || error.failure.kind !== 'problem') return 'retry'
  const { code, status } = error.failure.problem
  if (status >= 500 || status === TOO_MANY) return 'retry'
  if (code === 'unknown-cycle') return 'current-cycle'
  return code === 'unknown-team' ? 'own-team' : 'start'
}

/** Whether the same request may succeed a moment later: a refusal stays one. */
export function isWorthRetrying(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  const { failure } = error
  return (
    failure.kind === 'no-answer' || (failure.kind === 'problem' && failure.problem.status >= 500)
  )
}

/** What a refusal is called; nothing of any other failure. */
export function refusalCode(error: unknown): string | undefined {
  if (!(error instanceof ApiError) || error.failure.kind !== 'problem') return undefined
  return error.failure.problem.code
}
