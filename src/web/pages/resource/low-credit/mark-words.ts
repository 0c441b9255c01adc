import type { LowAlertsReply } from '#shared/contract/low-credit.ts'
import { count, unitOf, whole } from '#web/format/number.ts'
import { percent } from '#web/format/share.ts'

/** `At 100 credits left`, `At 20 % of the monthly credits left, which is 100`. */
export function markWords({ mark, credits }: LowAlertsReply['alerts'][number]): string {
  switch (mark.kind) {
    case 'credits':
      return `At ${count(mark.credits, unitOf('assistant'))} left`
    case 'percent': {
      const which = credits === undefined ? '' : `, which is ${whole(credits)}`
      return `At ${percent(mark.percent * 100)} of the monthly credits left${which}`
    }
    default:
      return mark satisfies never
  }
}
