import { MAX_SWITCHED } from '#shared/contract/switch.ts'
import { count, MEMBERS, whole } from '#web/format/number.ts'
import { ofMembers, type Question } from '#web/parts/pay-as-you-go/question.ts'
import { Button } from '#web/ui/button.tsx'
import styles from './selection-bar.module.css'
import type { Selection } from './use-selection.ts'

type SelectionBarProps = { selection: Selection; onAsk: (question: Question) => void }

/** What can be done with all who are chosen, in one decision. */
export function SelectionBar({ selection, onAsk }: SelectionBarProps) {
  const { rows, isFull, clear } = selection
  function ask(on: boolean): void {
    // Only those it changes are named, so that undoing restores exactly them.
    const others = rows.filter((row) => row.payAsYouGo !== (on ? 'on' : 'off'))
    const named = others.length > 0 ? others : rows
    onAsk(
      ofMembers(
        'ai',
        named.map(({ member }) => member),
        on,
      ),
    )
  }
  return (
    <div className={styles.place} role="status">
      {rows.length > 0 && (
        <div className={styles.bar}>
          <p className={styles.count}>
            {count(rows.length, MEMBERS)} chosen
            {isFull && ` – one decision can name ${whole(MAX_SWITCHED)} at most`}
          </p>
          <Button size="s" onClick={() => ask(true)}>
            Turn pay-as-you-go on
          </Button>
          <Button size="s" onClick={() => ask(false)}>
            Turn off
          </Button>
          <Button size="s" look="quiet" onClick={clear}>
            Clear
          </Button>
        </div>
      )}
    </div>
  )
}
