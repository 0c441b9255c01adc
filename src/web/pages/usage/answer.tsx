import type { UsageReply } from '#shared/contract/usage.ts'
import { cycleDays } from '#web/format/date.ts'
import { isoInstant, moment } from '#web/format/moment.ts'
import type { Telling } from '#web/format/telling.ts'
import { resourceState } from '#web/parts/resource/resource-state.ts'
import { StateMark } from '#web/ui/state-mark.tsx'
import styles from './answer.module.css'
import { pageAnswer } from './page-answer.ts'

/** The page's question, answered before anything else is read. */
export function Answer({ reply, telling }: { reply: UsageReply; telling: Telling }) {
  const { title, detail, next, about } = pageAnswer(reply.resources, telling)
  return (
    <div className={styles.answer}>
      <h1 className={styles.eyebrow}>
        Resource usage <span aria-hidden>·</span> {scope(reply)} <span aria-hidden>·</span>{' '}
        {cycleDays(reply.cycle, telling.frame)}
      </h1>
      <p className={styles.title}>
        {about && <StateMark state={markOf(about, telling)} size={22} />}
        <span>{title}</span>
      </p>
      {detail && (
        <p className={styles.detail}>
          {detail} {next}
        </p>
      )}
      <p className={styles.asOf}>
        As of <time dateTime={isoInstant(reply.asOf)}>{moment(reply.asOf, telling.frame)}</time>
      </p>
    </div>
  )
}

function markOf(usage: UsageReply['resources'][number], telling: Telling) {
  const { state } = resourceState(usage, telling)
  return state === 'open' ? 'warning' : state
}

function scope({ scope, team }: UsageReply): string {
  switch (scope.kind) {
    case 'team':
      return team.name
    case 'member':
      return `your own use in ${team.name}`
    default:
      return scope satisfies never
  }
}
