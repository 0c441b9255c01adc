import { useState } from 'react'
import type { AssistantServer } from '#shared/contract/server.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { whole } from '#web/format/number.ts'
import { useTimeFrame } from '#web/hooks/use-telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { classNames } from '#web/ui/class-names.ts'
import { focusNow } from '#web/ui/focus-now.ts'
import { Meter } from '#web/ui/meter.tsx'
import { StateBadge } from '#web/ui/state-badge.tsx'
import { LimitForm } from './limit-form.tsx'
import { dayState, dayWord, stoppedWords } from './server-words.ts'
import styles from './servers.module.css'
import { useSetLimit } from './use-set-limit.ts'

/** `dayEnd`: when the team's day is over. */
type LimitCellProps = { server: AssistantServer; dayEnd: Millis }

/** The limit beside today's use; a press on the button, or Enter, changes it in its place. */
export function LimitCell({ server, dayEnd }: LimitCellProps) {
  const { may } = useViewer()
  const [stage, setStage] = useState<'shown' | 'editing' | 'closed'>('shown')
  const setLimit = useSetLimit(server)
  const { limit } = server
  if (stage === 'editing') {
    return (
      <LimitForm
        server={server}
        onSave={(credits) => {
          setStage('closed')
          setLimit(credits)
        }}
        onCancel={() => setStage('closed')}
      />
    )
  }
  const action = limit ? 'Change' : 'Set limit'
  return (
    <div className={styles.limit}>
      {limit ? (
        <Limit server={server} limit={limit} dayEnd={dayEnd} />
      ) : (
        <span className={styles.none}>None</span>
      )}
      {may('set-server-limit') && (
        <Button
          size="s"
          look="quiet"
          aria-label={`${action}: ${server.name}`}
          // Back to where the form was opened from.
          ref={stage === 'closed' ? focusNow : undefined}
          onClick={() => setStage('editing')}
        >
          {action}
        </Button>
      )}
    </div>
  )
}

function Limit({
  server,
  limit,
  dayEnd,
}: LimitCellProps & {
  limit: NonNullable<AssistantServer['limit']>
}) {
  const used = server.today.credits
  const text = `${whole(used)} of ${whole(limit.credits)} today`
  const word = dayWord(limit.state)
  const stopped = stoppedWords(server, useTimeFrame(dayEnd))
  return (
    <div className={styles.meter}>
      <span className={styles.words}>
        <span>{text}</span>
        {word && <StateBadge state={dayState(limit.state)} word={word} plain />}
      </span>
      <Meter
        label={`Daily limit of ${server.name}`}
        text={text}
        used={used}
        allowance={limit.credits}
        state={dayState(limit.state)}
        size="s"
      />
      {stopped && <span className={classNames(styles.beside, styles.wide)}>{stopped}</span>}
    </div>
  )
}
