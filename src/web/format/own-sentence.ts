import type { ResourceUsage } from '#shared/contract/usage.ts'
import { unitOf, whole } from './number.ts'
import { ownPart } from './whose.ts'

/** The reader's part of a pool: `You used 120 of these 1,518 credits.` */
export function ownSentence(usage: ResourceUsage): string | undefined {
  const own = ownPart(usage)
  if (own === undefined) return undefined
  const { used } = usage.standing
  if (own === 0) return 'You used none of them.'
  if (own === used) return 'You used all of them.'
  return `You used ${whole(own)} of these ${whole(used)} ${unitOf(usage.resource).many}.`
}
