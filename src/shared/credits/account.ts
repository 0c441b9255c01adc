import { type Credits, isCredits, type Micros, type Millis, timesMicros } from './amounts.ts'
import { activeCredits, type Balance, burnDown } from './burn-down.ts'
import type { Allowance } from './catalog.ts'

/** One holder's balance of one resource in one cycle. Every used credit is in one bucket. */
export type Account = {
  allowance: Allowance
  used: Buckets
  /** Pay-as-you-go blocks bought in this cycle, the credits in them and what they cost. */
  bought: { blocks: number; credits: Credits; micros: Micros }
}

export type Buckets = {
  included: Credits
  bonus: Credits
  payAsYouGo: Credits
  /** Used past the limit by work that was allowed to finish; never billed. */
  uncovered: Credits
}

/** Pay-as-you-go for one account at the moment of a charge. */
export type PayAsYouGo =
  | { kind: 'unavailable' }
  | { kind: 'off' }
  | {
      kind: 'on'
      blockCredits: Credits
      blockMicros: Micros
      /** Still to be spent under the team's spend cap; absent without one. */
      capLeftMicros?: Micros
    }

export type Charged = {
  account: Account
  /** The charge's own credits by bucket; they sum to its credits. */
  split: Buckets
  bonus: readonly Balance[]
  bonusTaken: { grantId: string; credits: Credits }[]
  blocksBought: number
  boughtCredits: Credits
  /** What those blocks cost, at the price of the day. */
  boughtMicros: Micros
}

export const NO_BUCKETS: Buckets = { included: 0, bonus: 0, payAsYouGo: 0, uncovered: 0 }

export function openAccount(allowance: Allowance): Account {
  return { allowance, used: NO_BUCKETS, bought: { blocks: 0, credits: 0, micros: 0 } }
}

export function totalOf(buckets: Buckets): Credits {
  return buckets.included + buckets.bonus + buckets.payAsYouGo + buckets.uncovered
}

export function addBuckets(a: Buckets, b: Buckets): Buckets {
  return {
    included: a.included + b.included,
    bonus: a.bonus + b.bonus,
    payAsYouGo: a.payAsYouGo + b.payAsYouGo,
    uncovered: a.uncovered + b.uncovered,
  }
}

/**
 * Whether the account can take `credits` more and stay within exact arithmetic: in credits, and in
 * money even if pay-as-you-go had to cover them all.
 */
export function hasRoomFor(account: Account, credits: Credits, payAsYouGo: PayAsYouGo): boolean {
  if (!isCredits(totalOf(account.used) + credits)) return false
  if (payAsYouGo.kind !== 'on') return true
  const blocks = blocksFor(credits, payAsYouGo)
  // Fewer than the charge's own where a spend cap lets no more through.
  const left = account.bought.credits + payAsYouGo.blockCredits * blocks - credits
  return (
    isCredits(Math.max(0, left)) &&
    Number.isSafeInteger(account.bought.micros + payAsYouGo.blockMicros * blocks)
  )
}

/**
 * Burns one charge down: included, then bonus, then pay-as-you-go. Blocks are bought when the
 * credits at hand don't cover the charge, as many as it needs. Blocks bought earlier stay usable
 * until the cycle ends, also with the switch off. What nothing covers is `uncovered`, and stays so.
 *
 * @param bonus balances that outlive the cycle; see {@link burnDown} for their order.
 */
export function charge(options: {
  account: Account
  bonus: readonly Balance[]
  payAsYouGo: PayAsYouGo
  credits: Credits
  at: Millis
}): Charged {
  const { account, bonus, payAsYouGo, credits, at } = options
  const included = Math.min(credits, includedLeft(account))
  let rest = credits - included

  const fromBonus =
    rest > 0 && bonus.length > 0
      ? burnDown({ balances: bonus, credits: rest, at })
      : { balances: bonus, taken: [], uncovered: rest }
  const bonusUsed = rest - fromBonus.uncovered
  rest = fromBonus.uncovered

  const blocks = blocksFor(rest - boughtLeft(account), payAsYouGo)
  const boughtMicros = payAsYouGo.kind === 'on' ? timesMicros(payAsYouGo.blockMicros, blocks) : 0
  const boughtCredits = payAsYouGo.kind === 'on' ? payAsYouGo.blockCredits * blocks : 0
  const paid = Math.min(rest, boughtLeft(account) + boughtCredits)

  const split = { included, bonus: bonusUsed, payAsYouGo: paid, uncovered: rest - paid }
  return {
    account: {
      allowance: account.allowance,
      used: addBuckets(account.used, split),
      bought:
        blocks === 0
          ? account.bought
          : {
              blocks: account.bought.blocks + blocks,
              credits: account.bought.credits + boughtCredits,
              micros: account.bought.micros + boughtMicros,
            },
    },
    split,
    bonus: fromBonus.balances,
    bonusTaken: fromBonus.taken,
    blocksBought: blocks,
    boughtCredits,
    boughtMicros,
  }
}

/** What can still be used without buying anything now. */
export function creditsAtHand(
  account: Account,
  bonus: readonly Balance[],
  at: Millis,
): { kind: 'unlimited' } | { kind: 'limited'; credits: Credits } {
  if (account.allowance.kind === 'unlimited') return { kind: 'unlimited' }
  const credits = includedLeft(account) + activeCredits(bonus, at) + boughtLeft(account)
  return { kind: 'limited', credits }
}

/** Of a limited allowance; of an unlimited one there is always enough for any charge. */
export function includedLeft(account: Account): Credits {
  if (account.allowance.kind === 'unlimited') return Number.MAX_SAFE_INTEGER
  // An allowance lowered in mid-cycle can be below what was used of it.
  return Math.max(0, account.allowance.credits - account.used.included)
}

/**
 * What of the use counts against the allowance: all of it, once nothing included is left. While
 * something is, as after a raised limit, only that which took included credits: what was bought,
 * or went past a smaller limit, takes nothing from what the larger one gives.
 */
export function usedOfAllowance(account: Account): Credits {
  return includedLeft(account) > 0 ? account.used.included : totalOf(account.used)
}

export function boughtLeft(account: Account): Credits {
  // Of a block that the team shared, a member may have used more than they bought.
  return Math.max(0, account.bought.credits - account.used.payAsYouGo)
}

/**
 * Blocks that are bought so that they hold `missing` credits: none with the switch off, and no more
 * than the spend cap allows.
 */
export function blocksFor(missing: Credits, payAsYouGo: PayAsYouGo): number {
  if (missing <= 0 || payAsYouGo.kind !== 'on') return 0
  // Rounded up: one credit past what is at hand buys a whole block.
  const wanted = Math.ceil(missing / payAsYouGo.blockCredits)
  return Math.min(wanted, affordableBlocks(payAsYouGo))
}

/** Whether pay-as-you-go buys anything now: at its spend cap it stops as if switched off. */
export function canBuy(payAsYouGo: PayAsYouGo): boolean {
  return payAsYouGo.kind === 'on' && affordableBlocks(payAsYouGo) > 0
}

/** What it means for work: on only while it buys something. */
export function buyingState(payAsYouGo: PayAsYouGo): PayAsYouGo['kind'] {
  return payAsYouGo.kind === 'on' && !canBuy(payAsYouGo) ? 'off' : payAsYouGo.kind
}

function affordableBlocks(payAsYouGo: Extract<PayAsYouGo, { kind: 'on' }>): number {
  const { blockMicros, capLeftMicros } = payAsYouGo
  if (capLeftMicros === undefined || blockMicros === 0) return Number.MAX_SAFE_INTEGER
  // Rounded down: a block that the cap covers only in part is not bought.
  return Math.max(0, Math.floor(capLeftMicros / blockMicros))
}
