import { memo } from 'react'
import type { MemberBalance } from '#shared/contract/usage.ts'
import { exactMoney } from '#web/format/money.ts'
import { SWITCH_WORDS } from '#web/format/state-words.ts'
import { PayAsYouGoSwitch } from '#web/parts/pay-as-you-go/pay-as-you-go-switch.tsx'
import { ofMembers, type Question } from '#web/parts/pay-as-you-go/question.ts'
import { Checkbox } from '#web/ui/checkbox.tsx'
import { BalanceCells } from './balance-cells.tsx'
import styles from './members-table.module.css'
import type { Selection } from './use-selection.ts'

type MemberRowProps = {
  row: MemberBalance
  index: number
  offset: number
  height: number
  currency: string | undefined
  isClosed: boolean
  isChoosing: boolean
  isChosen: boolean
  onChoose: Selection['set']
  onAsk: (question: Question) => void
}

export const MemberRow = memo(function MemberRow(props: MemberRowProps) {
  const { row, index, offset, height, currency, isClosed, isChoosing, isChosen } = props
  const { onChoose, onAsk } = props
  const { member } = row
  return (
    <tr
      aria-rowindex={index + 2}
      data-chosen={isChosen || undefined}
      className={styles.row}
      style={{ height, transform: `translateY(${offset}px)` }}
    >
      {isChoosing && (
        <td className={styles.choose}>
          {row.payAsYouGo !== 'unavailable' && (
            <Checkbox
              label={`Choose ${member.name}`}
              checked={isChosen}
              onChange={(chosen) => onChoose([row], chosen)}
            />
          )}
        </td>
      )}
      <th scope="row" className={styles.member}>
        <span className={styles.name}>{member.name}</span>
        <span className={styles.email}>
          {member.removed ? 'No longer in the team' : member.email}
        </span>
      </th>
      <BalanceCells row={row} isClosed={isClosed} />
      <td className={styles.cost}>
        {currency === undefined ? '' : exactMoney(row.costMicros, currency)}
      </td>
      <td className={styles.switch}>
        {row.payAsYouGo === 'unavailable' ? (
          switchWords(row)
        ) : (
          <PayAsYouGoSwitch
            label={`Pay-as-you-go for ${member.name}`}
            on={row.payAsYouGo === 'on'}
            isClosed={isClosed}
            onAsk={(on) => onAsk(ofMembers('ai', [member], on))}
          />
        )}
      </td>
    </tr>
  )
})

function switchWords({ balance }: MemberBalance): string {
  return balance.kind === 'shared' ? 'For the whole team' : SWITCH_WORDS.unavailable
}
