import type { ResourceUsage, UsageReply } from '#shared/contract/usage.ts'
import { consequence } from '#web/format/consequence.ts'
import { leftSentence } from '#web/format/headline.ts'
import { isoInstant, moment } from '#web/format/moment.ts'
import { isClosed } from '#web/format/telling.ts'
import { useTelling } from '#web/hooks/use-telling.ts'
import styles from './members-summary.module.css'

export function MembersSummary({ reply, usage }: { reply: UsageReply; usage: ResourceUsage }) {
  const telling = useTelling(reply, reply.currency)
  return (
    <p className={styles.summary}>
      <strong>{leftSentence(usage, telling)}</strong> {consequence(usage, telling)}{' '}
      {isClosed(telling) ? 'The cycle ended' : 'Credits renew'}{' '}
      <time dateTime={isoInstant(reply.cycle.end)}>{moment(reply.cycle.end, telling.frame)}</time>.
    </p>
  )
}
