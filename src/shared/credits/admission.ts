import { type Account, blocksFor, creditsAtHand, type PayAsYouGo, totalOf } from './account.ts'
import { type Credits, MAX_CREDITS, type Millis } from './amounts.ts'
import type { Balance } from './burn-down.ts'

export type Refused = {
  kind: 'refused'
  /** The spend cap, where without it the run could start. */
  by: 'allowance' | 'spend-cap'
  /** What a run could still be admitted with. */
  free: Credits
  /** How much more there would have to be, beside what other runs hold: never less than it lacks. */
  missing: Credits
}

export type Admission = { kind: 'admitted' } | Refused

/** The account that a run is admitted against. */
export type RunStanding = {
  account: Account
  bonus: readonly Balance[]
  payAsYouGo: PayAsYouGo
  /** By runs that were admitted and have not reported all of their use yet. */
  held: Credits
  /** {@link neededFor} the run. */
  needed: Credits
  at: Millis
}

/**
 * What must be free for a run to start. Work that is free of charge needs nothing: a manual run without
 * blocks that cost credits, or an own provider key. An estimate of 0 is work of unknown size: it starts
 * while there is anything left to use.
 */
export function neededFor(run: { estimate: Credits; freeOfCharge: boolean }): Credits {
  return run.freeOfCharge ? 0 : Math.max(1, run.estimate)
}

/**
 * Whether work that needs `needed` credits may start. They must fit, beside what other runs hold, into
 * the credits at hand and those that pay-as-you-go may still buy; so whatever is admitted at once never
 * passes the limit. Work that costs nothing always starts.
 */
export function admit(standing: RunStanding): Admission {
  const { needed } = standing
  const missing = lacking(standing)
  if (needed === 0 || missing <= 0) return { kind: 'admitted' }
  return { kind: 'refused', by: stoppedBy(standing), free: Math.max(0, needed - missing), missing }
}

export function isAdmitted(standing: RunStanding): boolean {
  return admit(standing).kind === 'admitted'
}

/** Below zero by what would be left. Other runs may hold more than there is: that is missing, too. */
function lacking(standing: RunStanding): number {
  return standing.needed + standing.held - usable(standing)
}

function stoppedBy(standing: RunStanding): Refused['by'] {
  if (standing.payAsYouGo.kind !== 'on') return 'allowance'
  const { capLeftMicros: _, ...uncapped } = standing.payAsYouGo
  return lacking({ ...standing, payAsYouGo: uncapped }) <= 0 ? 'spend-cap' : 'allowance'
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
