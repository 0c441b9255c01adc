import type { MemberBalance } from '#shared/contract/usage.ts'
import { whole } from '#web/format/number.ts'
import { sharePercent } from '#web/format/share.ts'
import { stateWord } from '#web/parts/state-word.ts'
import { Meter } from '#web/ui/meter.tsx'
import { shownState } from '#web/ui/shown-state.ts'
import { StateBadge } from '#web/ui/state-badge.tsx'
import styles from './members-table.module.css'

/** Used, left, percent and state: of the member's own allowance, or of the team's pool. */
export function BalanceCells({ row }: { row: MemberBalance }) {
  const { balance, member } = row
  switch (balance.kind) {
    case 'own':
      return <OwnCells name={member.name} standing={balance.standing} />
    case 'shared':
      return <SharedCells used={balance.used} />
    default:
      return balance satisfies never
  }
}

type Standing = Extract<MemberBalance['balance'], { kind: 'own' }>['standing']

function OwnCells({ name, standing }: { name: string; standing: Standing }) {
  const { allowance, used, left, share } = standing
  const state = shownState(standing)
  const percent = sharePercent(share)
  return (
    <>
      <td className={styles.used}>
        {allowance.kind === 'limited' && (
          <span className={styles.meter}>
            <Meter
              size="s"
              label={`AI credits used by ${name}`}
              text={`${whole(used)} of ${whole(allowance.credits)}, ${percent}`}
              used={used}
              allowance={allowance.credits}
              state={state}
            />
          </span>
        )}
        <span className={styles.amount}>
          {whole(used)}
          {allowance.kind === 'limited' && <i> of {whole(allowance.credits)}</i>}
        </span>
      </td>
      <td className={styles.left}>{left.kind === 'limited' ? whole(left.credits) : 'No limit'}</td>
      <td className={styles.percent}>{percent}</td>
      <td className={styles.state}>
        <StateBadge plain state={state} word={stateWord(standing)} />
      </td>
    </>
  )
}

function SharedCells({ used }: { used: number }) {
  return (
    <>
      <td className={styles.used}>
        <span className={styles.amount}>
          {whole(used)} <i>of the team’s pool</i>
        </span>
      </td>
      <td className={styles.left}>–</td>
      <td className={styles.percent}>–</td>
      <td className={styles.state}>–</td>
    </>
  )
}
