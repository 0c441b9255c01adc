import { type Account, creditsAtHand, openAccount, type PayAsYouGo } from './account.ts'
import { isAdmitted, type Refused, type RunStanding } from './admission.ts'
import type { Credits, Micros, Millis } from './amounts.ts'
import type { Balance } from './burn-down.ts'
import {
  type Allowance,
  allowanceOf,
  type Catalog,
  type Entitlement,
  type Plan,
} from './catalog.ts'
import { effectivePayAsYouGo, type Spending, type Switch } from './pay-as-you-go.ts'
import { buyPack, packsFor } from './purchase.ts'
import type { Resource } from './resources.ts'

/** One change. Those that cost money are a Billing admin's. */
export type OneWayOut =
  | { kind: 'ask-for-less'; credits: Credits }
  /** Until they have given back as much of what they hold, without using it. */
  | { kind: 'wait-for-runs'; credits: Credits }
  | { kind: 'turn-on-pay-as-you-go'; blocks: number; micros: Micros }
  | { kind: 'raise-spend-cap'; byMicros: Micros; toMicros: Micros }
  | { kind: 'buy-bonus'; pack: string; credits: Credits; micros: Micros }
  | { kind: 'change-plan'; plan: string; name: string; allowance: Allowance }
  /** Of a server whose day is used up. */
  | { kind: 'raise-server-limit'; to: Credits }
  | { kind: 'wait-for-renewal'; at: Millis }

/** A change that, made alone, lets a refused run start; `together`: each of them is needed. */
export type WayOut = OneWayOut | { kind: 'together'; ways: OneWayOut[] }

export type RefusedRun = {
  resource: Resource
  standing: RunStanding
  refusal: Refused
  renewsAt: Millis
  /** Of what other runs hold, what they would still hold then. */
  heldAtRenewal: Credits
}

/** What a team can change for its runs. */
export type RunTerms = {
  catalog: Catalog
  /** By which the run is refused: that of its cycle. */
  plan: Plan
  /** By which the team decides: the same, but where the clock was set back behind a change of plan. */
  planNow: Plan
  /** Members now, for whom another plan must have room, and those counted in the cycle. */
  seats: { now: number; inCycle: number }
  spending: Spending
  switches: { team: Switch | undefined; member: Switch | undefined }
  /** The team’s own account: what its members share on a plan that pools. */
  team: { account: Account; bonus: readonly Balance[]; held: Credits }
}

/**
 * What would let the run start, the smallest change first: what the caller can do alone, then what
 * costs money, the least first, then a larger plan, and last of all waiting for the next cycle. Any of
 * them does alone, with all else as it is, and nothing less of it would.
 */
export function waysOut(run: RefusedRun, terms: RunTerms): WayOut[] {
  const { standing, refusal, renewsAt } = run
  const { free, missing } = refusal
  const ways: WayOut[] = []
  if (free > 0) ways.push({ kind: 'ask-for-less', credits: free })
  if (missing <= standing.held) ways.push({ kind: 'wait-for-runs', credits: missing })
  ways.push(...waysToPay(run, terms), ...largerPlan(run, terms))
  if (isAdmitted(renewed(run, terms))) ways.push({ kind: 'wait-for-renewal', at: renewsAt })
  return ways
}

/** The run as it will stand when the next cycle begins. */
export function renewed(
  { resource, standing, renewsAt, heldAtRenewal }: Omit<RefusedRun, 'refusal'>,
  { planNow, seats, spending, switches }: RunTerms,
): RunStanding {
  const entitlement = planNow.entitlements[resource]
  const anew = { ...spending, spentMicros: 0 }
  return {
    ...standing,
    account: openAccount(allowanceOf(entitlement, seats.now)),
    payAsYouGo: payAsYouGoBy(entitlement, { switches, spending: anew }),
    held: heldAtRenewal,
    at: renewsAt,
  }
}

type Priced = { micros: Micros; way: WayOut }

function waysToPay(run: RefusedRun, terms: RunTerms): WayOut[] {
  const priced = [turnedOn(run, terms), higherCap(run, terms), smallestPack(run, terms)]
  return priced
    .filter((found) => found !== undefined)
    .sort((a, b) => a.micros - b.micros)
    .map(({ way }) => way)
}

/** With a higher spend cap, where that would not let as much be bought. */
function turnedOn(
  { resource, standing, refusal }: RefusedRun,
  { plan, planNow, spending }: RunTerms,
): Priced | undefined {
  const offer = plan.entitlements[resource].payAsYouGo
  if (planNow.entitlements[resource].payAsYouGo.kind !== 'offered') return undefined
  if (standing.payAsYouGo.kind !== 'off' || offer.kind !== 'offered') return undefined
  // Rounded up: a block is bought whole.
  const blocks = Math.ceil(refusal.missing / offer.blockCredits)
  const micros = offer.blockMicros * blocks
  const { capMicros, spentMicros } = spending
  const toMicros = spentMicros + micros
  const team = { on: true, seq: 0 }
  const enough = effectivePayAsYouGo({
    offer,
    team,
    member: undefined,
    spending: { spentMicros, capMicros: toMicros },
  })
  if (!Number.isSafeInteger(toMicros) || !isAdmitted({ ...standing, payAsYouGo: enough })) {
    return undefined
  }
  const way: OneWayOut = { kind: 'turn-on-pay-as-you-go', blocks, micros }
  const on = effectivePayAsYouGo({ offer, team, member: undefined, spending })
  if (capMicros === undefined || isAdmitted({ ...standing, payAsYouGo: on })) return { micros, way }
  const byMicros = toMicros - capMicros
  const raise: OneWayOut = { kind: 'raise-spend-cap', byMicros, toMicros }
  return { micros, way: { kind: 'together', ways: [way, raise] } }
}

/** Up to what is spent already and all blocks that the run and those before it may need. */
function higherCap({ standing }: RefusedRun, { spending }: RunTerms): Priced | undefined {
  const { account, bonus, payAsYouGo, held, needed, at } = standing
  const { capMicros, spentMicros } = spending
  const atHand = creditsAtHand(account, bonus, at)
  if (payAsYouGo.kind !== 'on' || capMicros === undefined || atHand.kind === 'unlimited') {
    return undefined
  }
  // Rounded up: a block that the cap covers only in part is not bought.
  const blocks = Math.ceil((needed + held - atHand.credits) / payAsYouGo.blockCredits)
  const capLeftMicros = payAsYouGo.blockMicros * blocks
  const toMicros = spentMicros + capLeftMicros
  const raised: PayAsYouGo = { ...payAsYouGo, capLeftMicros }
  if (!Number.isSafeInteger(toMicros) || !isAdmitted({ ...standing, payAsYouGo: raised })) {
    return undefined
  }
  const byMicros = toMicros - capMicros
  return { micros: byMicros, way: { kind: 'raise-spend-cap', byMicros, toMicros } }
}

function smallestPack(
  { resource, standing }: RefusedRun,
  { catalog, planNow }: RunTerms,
): Priced | undefined {
  const { bonus, at } = standing
  const [pack] = packsFor(catalog, planNow)
    .filter((candidate) => {
      if (candidate.resource !== resource) return false
      const agreedMicros = candidate.priceMicros
      const bought = buyPack({ pack: candidate, balances: bonus, agreedMicros, at })
      if ('refused' in bought) return false
      const { amount: left, ...grant } = bought.grant
      const balance = { ...grant, id: candidate.id, amount: left, left, priority: 0 }
      return isAdmitted({ ...standing, bonus: [...bonus, balance] })
    })
    .sort((a, b) => a.priceMicros - b.priceMicros)
  if (!pack) return undefined
  const { id, credits, priceMicros: micros } = pack
  return { micros, way: { kind: 'buy-bonus', pack: id, credits, micros } }
}

/** The smallest of the larger plans on which the run could start. */
function largerPlan(run: RefusedRun, terms: RunTerms): OneWayOut[] {
  const { catalog, plan, planNow, seats } = terms
  const now = sizeOf(allowanceOf(plan.entitlements[run.resource], seats.inCycle))
  const [smallest] = catalog.plans
    // Put on the plan that it is on, a team stays as it is.
    .filter(({ id }) => id !== planNow.id)
    .flatMap((candidate) => {
      const { members } = { members: Number.POSITIVE_INFINITY, ...candidate.seats }
      const standing = members < seats.now ? undefined : onPlan(candidate, run, terms)
      return standing && isAdmitted(standing) ? [{ candidate, standing }] : []
    })
    .filter(({ standing }) => sizeOf(standing.account.allowance) > now)
    .sort((a, b) => sizeOf(a.standing.account.allowance) - sizeOf(b.standing.account.allowance))
  if (!smallest) return []
  const { id, name } = smallest.candidate
  const { allowance } = smallest.standing.account
  return [{ kind: 'change-plan', plan: id, name, allowance }]
}

/** The run as it would stand on another plan; a member’s use is not known where the team shared it. */
function onPlan(
  candidate: Plan,
  { resource, standing }: RefusedRun,
  { plan, seats, spending, switches, team }: RunTerms,
): RunStanding | undefined {
  const entitlement = candidate.entitlements[resource]
  const isMembers = entitlement.holder === 'member'
  const wasMembers = plan.entitlements[resource].holder === 'member'
  if (isMembers && !wasMembers) return undefined
  const base = wasMembers && !isMembers ? { ...standing, ...team } : standing
  return {
    ...base,
    account: { ...base.account, allowance: allowanceOf(entitlement, seats.inCycle) },
    payAsYouGo: payAsYouGoBy(entitlement, { switches, spending }),
  }
}

/** A member’s own switch is of no use where the team shares. */
function payAsYouGoBy(
  { holder, payAsYouGo: offer }: Entitlement,
  { switches, spending }: Pick<RunTerms, 'switches' | 'spending'>,
): PayAsYouGo {
  const member = holder === 'member' ? switches.member : undefined
  return effectivePayAsYouGo({ offer, team: switches.team, member, spending })
}

function sizeOf(allowance: Allowance): number {
  return allowance.kind === 'unlimited' ? Number.MAX_SAFE_INTEGER : allowance.credits
}
