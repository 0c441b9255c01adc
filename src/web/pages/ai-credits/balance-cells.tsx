import type { MemberBalance } from '#shared/contract/usage.ts'
import { whole } from '#web/format/number.ts'
import { sharePercent } from '#web/format/share.ts'
import { memberState } from '#web/parts/member-state.ts'
import { Meter } from '#web/ui/meter.tsx'
import { StateBadge } from '#web/ui/state-badge.tsx'
import styles from './members-table.module.css'

/** Used, left, percent and state: of the member's own allowance, or of the team's pool. */
export function BalanceCells({ row, isClosed }: { row: MemberBalance; isClosed: boolean }) {
  const { balance, member, ownKey } = row
  switch (balance.kind) {
    case 'own':
      return (
        <OwnCells
          name={member.name}
          standing={balance.standing}
          ownKey={ownKey}
          shown={memberState(balance, { costMicros: row.costMicros, isClosed })}
        />
      )
    case 'shared':
      return <SharedCells used={balance.used} ownKey={ownKey} />
    default:
      return balance satisfies never
  }
}

type Standing = Extract<MemberBalance['balance'], { kind: 'own' }>['standing']

function OwnCells({
  name,
  standing,
  ownKey,
  shown,
}: {
  name: string
  standing: Standing
  ownKey: number
  shown: ReturnType<typeof memberState>
}) {
  const { allowance, used, ofAllowance, left, share } = standing
  const percent = sharePercent(share)
  return (
    <>
      <td className={styles.used}>
        {allowance.kind === 'limited' && (
          <span className={styles.meter}>
            <Meter
              size="s"
              label={`AI credits used by ${name}`}
              text={`${whole(ofAllowance)} of ${whole(allowance.credits)}, ${percent}`}
              used={ofAllowance}
              allowance={allowance.credits}
              state={shown.state}
            />
          </span>
        )}
        <span className={styles.amount}>
          {whole(used)}
          {allowance.kind === 'limited' && used === ofAllowance && (
            <i> of {whole(allowance.credits)}</i>
          )}
        </span>
        <OwnKey uses={ownKey} />
      </td>
      <td className={styles.left}>{left.kind === 'limited' ? whole(left.credits) : 'No limit'}</td>
      <td className={styles.percent}>{percent}</td>
      <td className={styles.state}>
        <StateBadge plain {...shown} />
      </td>
    </>
  )
}

function SharedCells({ used, ownKey }: { used: number; ownKey: number }) {
  return (
    <>
      <td className={styles.used}>
        <span className={styles.amount}>
          {whole(used)} <i>of the team’s pool</i>
        </span>
        <OwnKey uses={ownKey} />
      </td>
      <td className={styles.left}>–</td>
      <td className={styles.percent}>–</td>
      <td className={styles.state}>–</td>
    </>
  )
}

/** Seen, though it is in no figure of credits. */
function OwnKey({ uses }: { uses: number }) {
  if (uses === 0) return null
  return <span className={styles.beside}> + {whole(uses)} × own key</span>
}
