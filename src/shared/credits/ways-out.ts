import type { PayAsYouGo } from './account.ts'
import type { Admission } from './admission.ts'
import { type Credits, type Micros, type Millis, timesMicros } from './amounts.ts'
import { type Allowance, allowanceOf, type Catalog, type Plan } from './catalog.ts'
import type { Resource } from './resources.ts'

/** A change that would let a refused run start. Those that cost money are a Billing admin's. */
export type WayOut =
  | { kind: 'ask-for-less'; credits: Credits }
  | { kind: 'wait-for-runs'; credits: Credits }
  | { kind: 'turn-on-pay-as-you-go'; blocks: number; micros: Micros }
  | { kind: 'raise-spend-cap'; byMicros: Micros }
  | { kind: 'buy-bonus'; pack: string; credits: Credits; micros: Micros }
  | { kind: 'change-plan'; plan: string; name: string; allowance: Allowance }
  /** Of a server whose day is used up. */
  | { kind: 'raise-server-limit'; to: Credits }
  | { kind: 'wait-for-renewal'; at: Millis }

export type RefusedRun = {
  refusal: Extract<Admission, { kind: 'refused' }>
  resource: Resource
  payAsYouGo: PayAsYouGo
  held: Credits
  estimate: Credits
  renewsAt: Millis
}

/**
 * What would let the run start, the smallest change first: what the caller can do alone, then what
 * costs money, the least first, then a larger plan, and last of all waiting for the next cycle.
 */
export function waysOut(
  run: RefusedRun,
  terms: { catalog: Catalog; plan: Plan; seats: number },
): WayOut[] {
  const { refusal, held, estimate, resource, renewsAt } = run
  const ways: WayOut[] = []
  if (refusal.free > 0) ways.push({ kind: 'ask-for-less', credits: refusal.free })
  if (held >= refusal.missing) ways.push({ kind: 'wait-for-runs', credits: held })
  ways.push(...waysToPay(run, terms), ...largerPlan(run, terms))
  const renewed = allowanceOf(terms.plan.entitlements[resource], terms.seats)
  if (covers(renewed, estimate)) ways.push({ kind: 'wait-for-renewal', at: renewsAt })
  return ways
}

function waysToPay(
  { refusal, resource, payAsYouGo }: RefusedRun,
  { catalog, plan }: { catalog: Catalog; plan: Plan },
): WayOut[] {
  const { missing } = refusal
  const offer = plan.entitlements[resource].payAsYouGo
  const priced: { micros: Micros; way: WayOut }[] = []
  if (offer.kind === 'offered') {
    // Rounded up: a block is bought whole.
    const blocks = Math.ceil(missing / offer.blockCredits)
    const micros = timesMicros(offer.blockMicros, blocks)
    if (payAsYouGo.kind === 'off') {
      priced.push({ micros, way: { kind: 'turn-on-pay-as-you-go', blocks, micros } })
    } else if (payAsYouGo.kind === 'on' && payAsYouGo.capLeftMicros !== undefined) {
      priced.push({ micros, way: { kind: 'raise-spend-cap', byMicros: micros } })
    }
  }
  const [pack] = catalog.bonusPacks
    .filter((candidate) => candidate.resource === resource && candidate.credits >= missing)
    .sort((a, b) => a.priceMicros - b.priceMicros)
  if (pack) {
    const { id, credits, priceMicros: micros } = pack
    priced.push({ micros, way: { kind: 'buy-bonus', pack: id, credits, micros } })
  }
  return priced.sort((a, b) => a.micros - b.micros).map(({ way }) => way)
}

/** The smallest plan whose allowance exceeds this one's by what is missing. */
function largerPlan(
  { refusal, resource }: RefusedRun,
  { catalog, plan, seats }: { catalog: Catalog; plan: Plan; seats: number },
): WayOut[] {
  const now = allowanceOf(plan.entitlements[resource], seats)
  if (now.kind === 'unlimited') return []
  const [smallest] = catalog.plans
    .map((candidate) => ({
      plan: candidate,
      allowance: allowanceOf(candidate.entitlements[resource], seats),
    }))
    .filter(({ allowance }) => covers(allowance, now.credits + refusal.missing))
    .sort((a, b) => sizeOf(a.allowance) - sizeOf(b.allowance))
  if (!smallest) return []
  const { id, name } = smallest.plan
  return [{ kind: 'change-plan', plan: id, name, allowance: smallest.allowance }]
}

function covers(allowance: Allowance, credits: Credits): boolean {
  return sizeOf(allowance) >= credits
}

function sizeOf(allowance: Allowance): number {
  return allowance.kind === 'unlimited' ? Number.MAX_SAFE_INTEGER : allowance.credits
}
