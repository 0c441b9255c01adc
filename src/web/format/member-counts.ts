import type { ResourceUsage } from '#shared/contract/usage.ts'

export type MemberCounts = Extract<ResourceUsage['holder'], { kind: 'members' }>['counts']

/** How the members stand where each has a limit of their own: their sum doesn't tell. */
export function countsOf({ holder }: ResourceUsage): MemberCounts | undefined {
  return holder.kind === 'members' ? holder.counts : undefined
}

export function stoppedMembers(usage: ResourceUsage): number {
  const counts = countsOf(usage)
  return counts ? counts.byWork.paused + counts.byWork.suspended : 0
}

export function payingMembers(usage: ResourceUsage): number {
  return countsOf(usage)?.byWork['on-pay-as-you-go'] ?? 0
}

/** At their limit or past it, whatever that means for their work. */
export function membersAtLimit(usage: ResourceUsage): number {
  const counts = countsOf(usage)
  return counts ? counts.byLimit.reached + counts.byLimit.exceeded : 0
}

export function membersPastLimit(usage: ResourceUsage): number {
  return countsOf(usage)?.byLimit.exceeded ?? 0
}

/** With something left of their own allowance: nobody else can use it. */
export function membersWithin(usage: ResourceUsage): number {
  const counts = countsOf(usage)
  return counts ? counts.byLimit.ok + counts.byLimit.warning : 0
}

/** Credits used past members' own limits, though others have something left: what the sum hides. */
export function pastMembersLimits({ holder, standing, buckets }: ResourceUsage): number {
  return holder.kind === 'members' ? standing.used - buckets.included : 0
}
