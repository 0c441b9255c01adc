import { useNavigate } from '@tanstack/react-router'
import type { SessionReply } from '#shared/contract/usage.ts'
import { ChoiceMenu } from '#web/ui/choice-menu.tsx'
import { ChevronDown } from '#web/ui/icons.tsx'
import styles from './header.module.css'

/** The team and its plan; a menu where the viewer sees several teams. */
export function TeamName({ session }: { session: SessionReply }) {
  const navigate = useNavigate()
  const { team, teams } = session
  const face = (
    <>
      <span className={styles.teamName}>{team.name}</span>{' '}
      <span className={styles.plan}>{team.plan.name}</span>
    </>
  )
  if (teams.length < 2) return <p className={styles.team}>{face}</p>
  return (
    <div className={styles.team}>
      <ChoiceMenu
        label={`Team: ${team.name} ${team.plan.name} plan`}
        face={
          <>
            {face}
            <ChevronDown />
          </>
        }
        choices={teams.map(({ id, name }) => ({ value: id, label: name }))}
        value={team.id}
        onChange={(id) => void navigate({ to: '/', search: { team: id } })}
      />
    </div>
  )
}
