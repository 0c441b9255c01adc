import type { Millis } from '#shared/credits/amounts.ts'
import { nextAttempt } from '#shared/credits/retry.ts'
import type { Delivery } from '../messages/records.ts'
import type { Outcome } from './ports.ts'

/** More than a sentence of what a receiver says is not kept. */
const MOST_DETAIL = 300

/** The delivery after an attempt: done, to be tried again, or given up. */
export function afterAttempt(before: Delivery, outcome: Outcome, at: Millis): Delivery {
  const { dueAt: _due, lease: _lease, ...rest } = before
  const attempts = before.attempts + 1
  const told = { ...rest, attempts, outcome: { at, detail: plain(outcome.detail) } }
  switch (outcome.kind) {
    case 'sent':
      return { ...told, state: 'sent' }
    case 'kept':
      return { ...told, state: 'kept' }
    case 'failed': {
      const dueAt = outcome.isFinal ? undefined : nextAttempt(attempts, at)
      return dueAt === undefined ? { ...told, state: 'dead' } : { ...told, state: 'waiting', dueAt }
    }
    default:
      return outcome satisfies never
  }
}

/** What a receiver says is somebody else's text: one line of it, without control characters. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ').slice(0, MOST_DETAIL)
}
