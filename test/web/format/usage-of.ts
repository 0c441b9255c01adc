import type { ResourceUsage } from '#shared/contract/usage.ts'
import type { TimeFrame } from '#web/format/moment.ts'
import type { Telling } from '#web/format/telling.ts'

export function at(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds
}

export const FLOWS_TERMS = {
  kind: 'offered',
  on: false,
  blockCredits: 1_000,
  blockMicros: 10_000_000,
  assumed: true,
  blocks: 0,
  costMicros: 0,
  capReached: false,
} satisfies ResourceUsage['payAsYouGo']

export const AI_TERMS = {
  ...FLOWS_TERMS,
  on: true,
  blockCredits: 1,
  blockMicros: 35_000,
} satisfies ResourceUsage['payAsYouGo']

type Over = Partial<Omit<ResourceUsage, 'standing' | 'buckets'>> & {
  standing?: Partial<ResourceUsage['standing']>
  buckets?: Partial<ResourceUsage['buckets']>
}

/** Flows credits of a team, 1,518 of 2,000 used, with what a test says otherwise. */
export function usageOf(over: Over = {}): ResourceUsage {
  return {
    resource: 'flows',
    holder: { kind: 'team' },
    allowanceAssumed: false,
    payAsYouGo: FLOWS_TERMS,
    otherwise: { bonus: false, plan: 'Enterprise' },
    series: { kinds: [], days: [] },
    forecast: { kind: 'too-early', completeDays: 1, neededDays: 3 },
    marks: [],
    ...over,
    standing: {
      allowance: { kind: 'limited', credits: 2_000 },
      used: 1_518,
      ofAllowance: over.standing?.used ?? 1_518,
      left: { kind: 'limited', credits: 482 },
      bonusLeft: 0,
      boughtLeft: 0,
      pending: 0,
      share: { kind: 'share', bps: 7_590 },
      limit: 'warning',
      work: 'open',
      ...over.standing,
    },
    buckets: { included: 1_518, bonus: 0, payAsYouGo: 0, uncovered: 0, ...over.buckets },
  }
}

/** All 100 credits used and work stopped. */
export const DEPLETED = {
  allowance: { kind: 'limited', credits: 100 },
  used: 112,
  left: { kind: 'limited', credits: 0 },
  share: { kind: 'share', bps: 11_200 },
  limit: 'exceeded',
  work: 'suspended',
} satisfies Partial<ResourceUsage['standing']>

export const BERLIN: TimeFrame = {
  asOf: at('2025-11-21T09:00:00Z'),
  zone: 'Europe/Berlin',
  viewerZone: 'Europe/Berlin',
}

export function tellingOf(over: Partial<Telling> = {}): Telling {
  return {
    cycle: {
      id: '2025-11-01',
      index: 3,
      start: at('2025-10-31T23:00:00Z'),
      end: at('2025-11-30T23:00:00Z'),
    },
    frame: BERLIN,
    currency: 'USD',
    canSwitch: false,
    ...over,
  }
}

/** After the cycle of {@link tellingOf} has ended. */
export const CLOSED = tellingOf({ frame: { ...BERLIN, asOf: at('2025-12-10T09:00:00Z') } })

export function membersHolder(
  byWork: Partial<Record<'open' | 'on-pay-as-you-go' | 'paused', number>>,
  byLimit: Partial<Record<'ok' | 'warning' | 'reached' | 'exceeded', number>> = {},
  stoppedOff = byWork.paused ?? 0,
) {
  const counts = { open: 0, 'on-pay-as-you-go': 0, suspended: 0, paused: 0, ...byWork }
  return {
    kind: 'members',
    counts: {
      members: Object.values(counts).reduce((sum, members) => sum + members, 0),
      byLimit: { ok: 0, warning: 0, reached: 0, exceeded: 0, ...byLimit },
      byWork: counts,
      stoppedOff,
    },
  } satisfies ResourceUsage['holder']
}
