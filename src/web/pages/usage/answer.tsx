import type { UsageReply } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS, RESOURCES } from '#shared/credits/resources.ts'
import { cycleDays } from '#web/format/date.ts'
import { listed } from '#web/format/list.ts'
import { isoInstant, moment } from '#web/format/moment.ts'
import type { Telling } from '#web/format/telling.ts'
import { ownPart, scopeWords } from '#web/format/whose.ts'
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
        Resource usage <span aria-hidden>·</span> {scopeOf(reply)} <span aria-hidden>·</span>{' '}
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
      {reply.scope.kind === 'member' && <p className={styles.beyond}>{beyond(reply)}</p>}
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

function scopeOf({ scope, team, resources }: UsageReply): string {
  const ofPool = resources.some((usage) => ownPart(usage) !== undefined)
  return scopeWords({ scope, team: team.name, ofPool })
}

/** A Member may be stopped by what this page doesn't show them: it says so, and who can tell. */
function beyond({ resources }: UsageReply): string {
  const shown = new Set(resources.map(({ resource }) => resource))
  const others = RESOURCES.filter((resource) => !shown.has(resource))
  return `${listed(others.map((resource) => RESOURCE_TRAITS[resource].name))} belong to the team: its admins see what is left of them.`
}
