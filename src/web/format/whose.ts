import type { ResourceUsage } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS } from '#shared/credits/resources.ts'

/** The reader's part of a pool; nothing where the figures are not told to one of its members. */
export function ownPart({ holder }: ResourceUsage): number | undefined {
  return holder.kind === 'pool' ? holder.own?.used : undefined
}

/** Told to a Member: their own allowance, or the pool that they share. */
export function isToldToMember(usage: ResourceUsage): boolean {
  return usage.holder.kind === 'member' || ownPart(usage) !== undefined
}

/** `your AI credits`, `the team’s AI credits` to who shares them, `Flows credits` of the team. */
export function whose(usage: ResourceUsage): string {
  const { name } = RESOURCE_TRAITS[usage.resource]
  if (usage.holder.kind === 'member') return `your ${name}`
  return ownPart(usage) === undefined ? name : `the team’s ${name}`
}

type Scope = { scope: { kind: 'team' | 'member' }; team: string; ofPool: boolean }

/** Of whom a page's figures are. */
export function scopeWords({ scope, team, ofPool }: Scope): string {
  switch (scope.kind) {
    case 'team':
      return team
    case 'member':
      return ofPool ? `the pool of ${team}, and your part of it` : `your own use in ${team}`
    default:
      return scope.kind satisfies never
  }
}
