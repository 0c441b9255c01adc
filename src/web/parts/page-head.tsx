import type { Cycle } from '#shared/credits/cycle.ts'
import { cycleDays } from '#web/format/date.ts'
import { capital } from '#web/format/telling.ts'
import { scopeWords } from '#web/format/whose.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import styles from './page-head.module.css'

type Figures = {
  asOf: number
  cycle: Cycle
  scope: { kind: 'team' | 'member' }
}

/** The page's name, and of whom and when its figures are. */
export function PageHead({
  title,
  figures,
  ofPool = false,
}: {
  title: string
  figures: Figures | undefined
  /** Whether they are of a pool that the viewer shares. */
  ofPool?: boolean
}) {
  const { session } = useViewer()
  const team = session.team.name
  const frame = useTimeFrame(figures?.asOf ?? session.asOf)
  return (
    <div className={styles.head}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.scope}>
        {figures ? capital(scopeWords({ scope: figures.scope, team, ofPool })) : team}
        {figures && `, ${cycleDays(figures.cycle, frame)}`}
      </p>
    </div>
  )
}
