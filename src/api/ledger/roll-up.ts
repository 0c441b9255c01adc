import { MINUTE, type Millis } from '#shared/credits/amounts.ts'
import type { Entitlement } from '#shared/credits/catalog.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'
import {
  type ChargeRecord,
  type Dimension,
  type Holder,
  type PartDay,
  type RollupDelta,
  TEAM_HOLDER,
  type TotalDelta,
} from '../records.ts'

/** Narrow enough that a local day is exact in every zone, those at :30 and :45 included. */
export const BUCKET: Millis = 15 * MINUTE

export type RollUps = { rollups: RollupDelta[]; totals: TotalDelta[]; partDays: PartDay[] }

/** What `charges` add to the rollups that charts and breakdowns read. */
export function rollUp(
  charges: readonly ChargeRecord[],
  of: {
    holder: (charge: ChargeRecord) => Entitlement['holder']
    /** Start of the team's local day. */
    day: (at: Millis) => Millis
  },
): RollUps {
  const rollups = new Map<string, RollupDelta>()
  const totals = new Map<string, TotalDelta>()
  const partDays = new Map<string, PartDay>()
  for (const charge of charges) {
    const day = of.day(charge.bookedAt)
    for (const holder of rollupHolders(charge, of.holder(charge))) {
      addRollup(rollups, charge, { holder, day })
    }
    for (const { dimension, key } of dimensionsOf(charge)) {
      addTotal(totals, charge, { dimension, key })
    }
    addPartDay(partDays, charge, day)
  }
  return {
    rollups: [...rollups.values()],
    totals: [...totals.values()],
    partDays: [...partDays.values()],
  }
}

/** The team's always; the member's too where the allowance is given per member. */
function rollupHolders(charge: ChargeRecord, holder: Entitlement['holder']): Holder[] {
  return holder === 'team' || charge.member === undefined
    ? [TEAM_HOLDER]
    : [TEAM_HOLDER, charge.member]
}

function dimensionsOf(charge: ChargeRecord): { dimension: Dimension; key: string }[] {
  const dimensions: { dimension: Dimension; key: string }[] = [
    { dimension: 'kind', key: charge.kind },
    { dimension: 'member', key: charge.member ?? '' },
  ]
  if (charge.rating.ownKey) dimensions.push({ dimension: 'own-key', key: charge.member ?? '' })
  return RESOURCE_TRAITS[charge.resource].part.kind === 'none'
    ? dimensions
    : [...dimensions, { dimension: 'part', key: charge.part ?? '' }]
}

function addRollup(
  rollups: Map<string, RollupDelta>,
  charge: ChargeRecord,
  at: { holder: Holder; day: Millis },
): void {
  const bucket = Math.floor(charge.bookedAt / BUCKET) * BUCKET
  const { resource, kind } = charge
  const key = `${resource} ${bucket} ${kind} ${at.holder}`
  const before = rollups.get(key)
  if (before) {
    before.credits += charge.rating.credits
    before.charges += 1
    return
  }
  const { credits } = charge.rating
  rollups.set(key, { ...at, resource, bucket, kind, credits, charges: 1 })
}

function addTotal(
  totals: Map<string, TotalDelta>,
  charge: ChargeRecord,
  at: { dimension: Dimension; key: string },
): void {
  const { cycle, resource, costMicros } = charge
  const key = `${cycle} ${resource} ${at.dimension} ${at.key}`
  const before = totals.get(key)
  if (before) {
    before.credits += charge.rating.credits
    before.charges += 1
    before.costMicros += costMicros
    return
  }
  const { credits } = charge.rating
  totals.set(key, { ...at, cycle, resource, credits, charges: 1, costMicros })
}

function addPartDay(days: Map<string, PartDay>, charge: ChargeRecord, day: Millis): void {
  const { resource, part, rating } = charge
  if (part === undefined) return
  const key = `${resource} ${day} ${part}`
  const before = days.get(key)
  days.set(key, {
    resource,
    part,
    day,
    credits: rating.credits + (before?.credits ?? 0),
    charges: 1 + (before?.charges ?? 0),
    ownKey: (rating.ownKey ? 1 : 0) + (before?.ownKey ?? 0),
  })
}
