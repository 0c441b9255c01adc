import type { Resource } from '#shared/credits/resources.ts'
import {
  type Account,
  type AccountKey,
  accountOf,
  allowanceOf,
  bonusLeft,
  boughtLeft,
  buyingFor,
  chargesIn,
  ENDLESS,
  includedLeft,
} from './accounts.ts'
import type { Span } from './calendar.ts'
import { type ModelTeam, TEAM } from './team.ts'

const RESOURCES: readonly Resource[] = ['flows', 'ai', 'api-calls', 'assistant']

/** What counts against the allowance: while something of it is left, only what it has given. */
export function ofAllowance(account: Account, allowance: number): number {
  return includedLeft(account, allowance) > 0 ? account.used.included : account.total
}

/** 75 %, 100 % and the first credit past it. */
function met(used: number, allowance: number): string[] {
  if (allowance === ENDLESS) return []
  const thresholds: string[] = []
  if (used * 100 >= allowance * 75) thresholds.push('warning')
  if (used >= allowance) thresholds.push('reached')
  if (used > allowance) thresholds.push('exceeded')
  return thresholds
}

/** Each threshold fires once in a cycle; one that a raised limit left above the use may fire again. */
export function seeUse(
  team: ModelTeam,
  key: AccountKey,
  use: { before: Account; credits: number; at: number },
): void {
  const { fired, allowance } = withLimitOfNow(team, key, use.before)
  if (use.credits === 0) return
  fireAll(team, key, { fired, allowance, at: use.at })
}

/** A limit that was lowered below what is used already fires as if a charge had crossed it. */
export function seeLimits(team: ModelTeam, cycle: Span, at: number): void {
  for (const resource of RESOURCES) {
    for (const holder of holdersIn(team, cycle, resource)) {
      const key = { cycle, resource, holder }
      const before = team.fired[nameOf(key)]
      if (!before || before.allowance === allowanceOf(team, key)) continue
      const account = accountOf(team, key)
      const { fired, allowance } = withLimitOfNow(team, key, account)
      if (ofAllowance(account, allowance) > 0) fireAll(team, key, { fired, allowance, at })
    }
  }
}

function withLimitOfNow(team: ModelTeam, key: AccountKey, account: Account) {
  const allowance = allowanceOf(team, key)
  const still = met(ofAllowance(account, allowance), allowance)
  const before = team.fired[nameOf(key)]?.thresholds ?? []
  const fired = before.filter((threshold) => still.includes(threshold))
  team.fired[nameOf(key)] = { allowance, thresholds: fired }
  return { fired, allowance }
}

function fireAll(
  team: ModelTeam,
  key: AccountKey,
  { fired, allowance, at }: { fired: string[]; allowance: number; at: number },
): void {
  const account = accountOf(team, key)
  const used = ofAllowance(account, allowance)
  const crossed = met(used, allowance).filter((threshold) => !fired.includes(threshold))
  if (crossed.length === 0) return
  team.fired[nameOf(key)] = { allowance, thresholds: [...fired, ...crossed] }
  const { cycle, resource, holder } = key
  const work = workOf(team, key, at)
  team.crossings.push({ cycle: cycle.id, resource, holder, crossed, at, used, allowance, work })
}

function workOf(team: ModelTeam, key: AccountKey, at: number): string {
  const account = accountOf(team, key)
  const isLeft = includedLeft(account, allowanceOf(team, key)) > 0
  if (isLeft || bonusLeft(team, key.resource, at) > 0) return 'open'
  const buying = buyingFor(team, key)
  if ((buying.kind === 'on' && buying.blocks > 0) || boughtLeft(account) > 0) {
    return 'on-pay-as-you-go'
  }
  return key.resource === 'ai' ? 'paused' : 'suspended'
}

/** Those who have an account: AI credits are counted for each member, on every plan. */
export function holdersIn(team: ModelTeam, cycle: Span, resource: Resource): string[] {
  const charges = chargesIn(team, cycle.id, resource)
  if (charges.length === 0) return []
  const members = resource === 'ai' ? charges.flatMap(({ member }) => member ?? []) : []
  return [TEAM, ...new Set(members)]
}

function nameOf({ cycle, resource, holder }: AccountKey): string {
  return `${cycle.id} ${resource} ${holder}`
}
