import type { MemberBalance } from '#shared/contract/usage.ts'
import { whole } from '#web/format/number.ts'
import { sharePercent } from '#web/format/share.ts'
import { memberState } from '#web/parts/member-state.ts'
import { Meter } from '#web/ui/meter.tsx'
import { StateBadge } from '#web/ui/state-badge.tsx'
import styles from './member-line.module.css'

/** One member with their own balance, in one line. */
export function MemberLine({ row, isClosed }: { row: MemberBalance; isClosed: boolean }) {
  const { member, balance } = row
  return (
    <li className={styles.line}>
      <span className={styles.name}>{member.name}</span>
      {balance.kind === 'own' ? (
        <Own
          name={member.name}
          standing={balance.standing}
          shown={memberState(balance, { costMicros: row.costMicros, isClosed })}
        />
      ) : (
        <span className={styles.figures}>{whole(balance.used)} used of the pool</span>
      )}
    </li>
  )
}

function Own({
  name,
  standing,
  shown,
}: {
  name: string
  standing: Standing
  shown: ReturnType<typeof memberState>
}) {
  const percent = sharePercent(standing.share)
  if (standing.allowance.kind === 'unlimited') {
    return <span className={styles.figures}>{whole(standing.used)} used</span>
  }
  const { credits } = standing.allowance
  const figures = `${whole(standing.ofAllowance)} of ${whole(credits)}`
  return (
    <>
      <span className={styles.state}>
        <StateBadge plain {...shown} />
      </span>
      <span className={styles.figures}>
        {figures}
        <b>{percent}</b>
      </span>
      <span className={styles.meter}>
        <Meter
          size="s"
          label={`AI credits used by ${name}`}
          text={`${figures}, ${percent}`}
          used={standing.ofAllowance}
          allowance={credits}
          state={shown.state}
        />
      </span>
    </>
  )
}

type Standing = Extract<MemberBalance['balance'], { kind: 'own' }>['standing']
