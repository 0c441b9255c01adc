import type { ProblemCode } from '#shared/contract/problem.ts'
import type { RunRefusal } from '#shared/contract/run.ts'

/** An expected refusal is a value with a code. */
export type Refusal = {
  ok: false
  code: ProblemCode
  detail: string
  faults?: { path: string; message: string }[]
  /** Of a run that may not start. */
  run?: RunRefusal
  /** When the same request may succeed; only where a time is known. */
  retryAfterSeconds?: number
}

export type Answer<T> = { ok: true; value: T } | Refusal

export function answer<T>(value: T): Answer<T> {
  return { ok: true, value }
}

export function refuse(code: ProblemCode, detail: string): Refusal {
  return { ok: false, code, detail }
}
