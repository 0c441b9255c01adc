import {
  type Account,
  boughtLeft,
  includedLeft,
  totalOf,
  usedOfAllowance,
} from '#shared/credits/account.ts'
import { MAX_CREDITS, type Millis } from '#shared/credits/amounts.ts'
import type { Balance } from '#shared/credits/burn-down.ts'
import { isAtLimit, limitState, shareOf } from '#shared/credits/limit.ts'
import type { AccountFacts } from '../ports.ts'

/** What the rules say of an account, in the form in which stores filter and sort by it. */
export function factsOf(options: {
  account: Account
  bonus: readonly Balance[]
  at: Millis
}): AccountFacts {
  const { account, bonus, at } = options
  const used = totalOf(account.used)
  const ofAllowance = usedOfAllowance(account)
  const share = shareOf(ofAllowance, account.allowance)
  const limit = limitState(ofAllowance, account.allowance)
  return {
    used,
    left: account.allowance.kind === 'unlimited' ? MAX_CREDITS : includedLeft(account),
    // Where a share is no number, a used-up allowance sorts as full and a limitless one as empty.
    shareBps: share.kind === 'share' ? share.bps : limit === 'ok' ? 0 : 10_000,
    limit,
    atLimit: isAtLimit(account, bonus, at),
    boughtLeft: boughtLeft(account),
  }
}
