import type { ResourceUsage } from '#shared/contract/usage.ts'
import { shareOf } from '#shared/credits/limit.ts'
import { among } from '#web/format/headline.ts'
import { membersWithin, pastMembersLimits } from '#web/format/member-counts.ts'
import { count, MEMBERS, plural, unitOf, whole } from '#web/format/number.ts'
import { sharePercent } from '#web/format/share.ts'
import { isClosed, isStopped, type Telling } from '#web/format/telling.ts'

export type ResourceFigures = {
  /** The one large figure, and what it is of. */
  figure: string
  of: string
  /** `1,518 of 2,000 used`, and its percent. */
  used: string
  percent: string
  /** The same, drawn; nothing where there is no limit. */
  meter: { used: number; allowance: number; expected?: number } | undefined
}

type Limited = { used: number; allowance: number; left: number }

/** What is left, while there is something; then how far past the limit; of a past cycle, the use. */
export function figuresOf(usage: ResourceUsage, telling: Telling): ResourceFigures {
  const { used, ofAllowance, allowance, left, share } = usage.standing
  if (allowance.kind === 'unlimited' || left.kind === 'unlimited') {
    const of = `${plural(used, unitOf(usage.resource))} used`
    const percent = sharePercent(share)
    return { figure: whole(used), of, used: 'There is no limit', percent, meter: undefined }
  }
  const amounts = { used, allowance: allowance.credits, left: left.credits }
  if (isClosed(telling)) return closed(usage, amounts)
  if (amounts.left > 0 && pastMembersLimits(usage) > 0) return ofMembers(usage, amounts)
  return open(usage, { ...amounts, used: ofAllowance })
}

function open(usage: ResourceUsage, { used, allowance, left }: Limited): ResourceFigures {
  const { forecast } = usage
  const isPast = used > allowance
  const value = isPast ? used - allowance : left
  const isPool = usage.holder.kind === 'pool'
  const words = isPast
    ? `past the limit${isPool ? ' of the team’s pool' : ''}`
    : `left${isPool ? ' in the team’s pool' : ''}`
  // Credits from elsewhere take no room on the meter.
  const elsewhere = usage.standing.used - used
  const isGoing = forecast.kind === 'forecast' && !isStopped(usage)
  return {
    figure: whole(value),
    of: `${plural(value, unitOf(usage.resource))} ${words}`,
    used: `${whole(used)} of ${whole(allowance)} used${among(usage)}`,
    percent: sharePercent(usage.standing.share),
    meter: { used, allowance, ...(isGoing ? { expected: forecast.endTotal.mid - elsewhere } : {}) },
  }
}

/**
 * Some members are past their own limit while others have something left, which is of no use to
 * those. So figure, percent and meter all tell of use within the limits; the rest is said apart.
 */
function ofMembers(usage: ResourceUsage, { allowance, left }: Limited): ResourceFigures {
  const { included } = usage.buckets
  const all = usage.holder.kind === 'members' ? usage.holder.counts.members : 0
  return {
    figure: whole(left),
    of: `${plural(left, unitOf(usage.resource))} left for ${whole(membersWithin(usage))} of ${count(all, MEMBERS)}`,
    used: `${whole(included)} of ${whole(allowance)} used within limits`,
    percent: sharePercent(shareOf(included, { kind: 'limited', credits: allowance })),
    meter: { used: included, allowance },
  }
}

function closed(usage: ResourceUsage, { used, allowance }: Limited): ResourceFigures {
  const unit = unitOf(usage.resource)
  return {
    figure: whole(used),
    of: `${plural(used, unit)} used`,
    used: `of ${count(allowance, unit)} included${among(usage)}`,
    percent: sharePercent(shareOf(used, { kind: 'limited', credits: allowance })),
    meter: { used, allowance },
  }
}
