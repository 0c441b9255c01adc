import type { Cycle } from '#shared/credits/cycle.ts'
import { cycleDays } from '#web/format/date.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import styles from './page-head.module.css'

type Figures = {
  asOf: number
  cycle: Cycle
  scope: { kind: 'team' | 'member' }
}

/** The page's name, and of whom and when its figures are. */
export function PageHead({ title, figures }: { title: string; figures: Figures | undefined }) {
  const { session } = useViewer()
  const frame = useTimeFrame(figures?.asOf ?? session.asOf)
  return (
    <div className={styles.head}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.scope}>
        {figures?.scope.kind === 'member'
          ? `Your own use in ${session.team.name}`
          : session.team.name}
        {figures && `, ${cycleDays(figures.cycle, frame)}`}
      </p>
    </div>
  )
}
