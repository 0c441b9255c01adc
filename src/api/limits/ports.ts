import type { LimitName, RateLimit } from '#shared/credits/rate-limit.ts'

/** Counts what may be done so often. */
export type Limits = {
  /** Counts one more of it for the key; counting and asking are one step, whoever else counts. */
  take: (asked: { of: LimitName; key: string }) => Promise<Taken>
  /** The key's window is over. */
  forget: (asked: { of: LimitName; key: string }) => Promise<void>
}

export type Taken = {
  /** Whether it may be done. */
  allowed: boolean
  limit: RateLimit
  /** How many more may be done in this window: 0 to the limit. */
  remaining: number
  /** Until the next window, in milliseconds. */
  resetMs: number
}
