import type { ResourceUsage } from '#shared/contract/usage.ts'
import { count, plural, unitOf, whole } from '#web/format/number.ts'
import { sharePercent } from '#web/format/share.ts'
import { isClosed, type Telling } from '#web/format/telling.ts'

export type ResourceFigures = {
  /** The one large figure, and what it is of. */
  figure: string
  of: string
  /** `1,518 of 2,000 used`, and its percent. */
  used: string
  percent: string
}

/** What is left, while there is something; then how far past the limit; of a past cycle, the use. */
export function figuresOf(usage: ResourceUsage, telling: Telling): ResourceFigures {
  const { standing, resource } = usage
  const { used, allowance, left } = standing
  const unit = unitOf(resource)
  const percent = sharePercent(standing.share)
  if (allowance.kind === 'unlimited' || left.kind === 'unlimited') {
    const of = `${plural(used, unit)} used`
    return { figure: whole(used), of, used: 'There is no limit', percent }
  }
  const sum = `${whole(used)} of ${whole(allowance.credits)} used`
  const figure = (value: number, words: string) => ({
    figure: whole(value),
    of: `${plural(value, unit)} ${words}`,
    used: sum,
    percent,
  })
  if (isClosed(telling)) {
    return { ...figure(used, 'used'), used: `of ${count(allowance.credits, unit)} included` }
  }
  const past = used - allowance.credits
  if (past > 0 && left.credits === 0) return figure(past, 'past the limit')
  return figure(left.credits, 'left')
}
