import type { Credits } from './amounts.ts'
import type { Allowance } from './catalog.ts'
import { type LimitState, limitState } from './limit.ts'

/** What people are told of: 75 %, 100 %, and the first credit past it. Lowest first. */
export const THRESHOLDS = ['warning', 'reached', 'exceeded'] as const
export type Threshold = (typeof THRESHOLDS)[number]

/**
 * The thresholds that a charge crosses, lowest first; each fires once per account and cycle, also
 * at the exact hit and when one charge crosses several.
 *
 * @param used what of the account's use counts against its allowance, with the charge
 * @param fired the thresholds that fired before in this cycle, less those re-armed since
 * @param credits the charge's own; a charge of nothing crosses nothing
 */
export function crossed(options: {
  used: Credits
  credits: Credits
  allowance: Allowance
  fired: readonly Threshold[]
}): Threshold[] {
  const { used, credits, allowance, fired } = options
  if (credits === 0) return []
  return thresholdsMet(used, allowance).filter((threshold) => !fired.includes(threshold))
}

/**
 * The thresholds that a lowered limit leaves behind what is used already: they fire as if a charge
 * crossed them, once per account and cycle. Where nothing is used, none does.
 */
export function crossedByLimit(options: {
  used: Credits
  allowance: Allowance
  fired: readonly Threshold[]
}): Threshold[] {
  return crossed({ ...options, credits: options.used })
}

/** What stays fired when a limit changes: a raised one re-arms the thresholds above usage again. */
export function stillFired(options: {
  used: Credits
  allowance: Allowance
  fired: readonly Threshold[]
}): Threshold[] {
  const met = thresholdsMet(options.used, options.allowance)
  return options.fired.filter((threshold) => met.includes(threshold))
}

/** The one that a message names when several were crossed at once. */
export function highest(thresholds: readonly Threshold[]): Threshold | undefined {
  return THRESHOLDS.findLast((threshold) => thresholds.includes(threshold))
}

const MET: Record<LimitState, readonly Threshold[]> = {
  ok: [],
  warning: ['warning'],
  reached: ['warning', 'reached'],
  exceeded: ['warning', 'reached', 'exceeded'],
}

function thresholdsMet(used: Credits, allowance: Allowance): readonly Threshold[] {
  return MET[limitState(used, allowance)]
}
