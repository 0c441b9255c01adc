import { type Account, blocksFor, creditsAtHand, type PayAsYouGo, totalOf } from './account.ts'
import { type Credits, MAX_CREDITS, type Millis } from './amounts.ts'
import type { Balance } from './burn-down.ts'

export type Admission =
  | { kind: 'admitted' }
  | {
      kind: 'refused'
      by: 'allowance' | 'spend-cap'
      /** What a run could still be admitted with. */
      free: Credits
      /** What this one lacks. */
      missing: Credits
    }

/** The account that a run is admitted against. */
export type RunStanding = {
  account: Account
  bonus: readonly Balance[]
  payAsYouGo: PayAsYouGo
  /** By runs that were admitted and have not reported all of their use yet. */
  held: Credits
  estimate: Credits
  at: Millis
}

/**
 * Whether work of about `estimate` credits may start. Its estimate must fit, beside what other runs
 * hold, into the credits at hand and those that pay-as-you-go may still buy; so whatever is admitted
 * at once never passes the limit. Work that costs nothing always starts.
 */
export function admit(standing: RunStanding): Admission {
  const { payAsYouGo, held, estimate } = standing
  if (estimate === 0) return { kind: 'admitted' }
  const free = Math.max(0, usable(standing) - held)
  if (estimate <= free) return { kind: 'admitted' }
  const by = payAsYouGo.kind === 'on' ? 'spend-cap' : 'allowance'
  return { kind: 'refused', by, free, missing: estimate - free }
}

/** What the account can still take: at hand, and bought when it is needed. */
function usable({ account, bonus, payAsYouGo, at }: RunStanding): Credits {
  // No account takes more in one cycle, whatever it may buy.
  const room = MAX_CREDITS - totalOf(account.used)
  const atHand = creditsAtHand(account, bonus, at)
  if (atHand.kind === 'unlimited') return room
  const blockCredits = payAsYouGo.kind === 'on' ? payAsYouGo.blockCredits : 0
  const buyable = blocksFor(room, payAsYouGo) * blockCredits
  return Math.min(room, atHand.credits + buyable)
}
