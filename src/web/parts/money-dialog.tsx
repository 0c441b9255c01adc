import { type ReactNode, useId, useState } from 'react'
import type { Micros } from '#shared/credits/amounts.ts'
import { amountText, microsFrom } from '#web/format/money-input.ts'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import styles from './money-dialog.module.css'

type MoneyDialogProps = {
  title: string
  /** What the amount is; the currency is said after it. */
  label: string
  currency: string
  before: Micros | undefined
  confirm: string
  /** What follows from an amount, where that is worth a word. */
  noteOf: (micros: Micros) => string | undefined
  /** Said while there is no note. */
  hint: string | undefined
  /** The way to have no amount any more, where there is one. */
  clear: string | undefined
  onDecide: (micros: Micros | null) => void
  onClose: () => void
  children: ReactNode
}

/** Asks for an amount of money that something begins or stops at. */
export function MoneyDialog(props: MoneyDialogProps) {
  const { currency, before, onDecide } = props
  const [text, setText] = useState(before === undefined ? '' : amountText(before))
  const micros = microsFrom(text, currency)
  const decide = () => {
    if (micros !== undefined) onDecide(micros)
  }
  return (
    <ConfirmDialog
      open
      onClose={props.onClose}
      title={props.title}
      confirm={{
        label: props.confirm,
        look: 'primary',
        enabled: micros !== undefined,
        act: decide,
      }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          decide()
        }}
      >
        <p>{props.children}</p>
        <AmountField {...props} text={text} onText={setText} micros={micros} />
        {props.clear && (
          <div>
            <Button look="quiet" size="s" onClick={() => onDecide(null)}>
              {props.clear}
            </Button>
          </div>
        )}
      </form>
    </ConfirmDialog>
  )
}

function AmountField(
  props: Pick<MoneyDialogProps, 'label' | 'currency' | 'noteOf' | 'hint'> & {
    text: string
    onText: (text: string) => void
    micros: Micros | undefined
  },
) {
  const { text, onText, currency, label, micros, hint } = props
  const id = useId()
  const note = noteFor(props)
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label}, in {currency}
      </label>
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={text}
        aria-describedby={`${id}-note`}
        aria-invalid={text !== '' && micros === undefined}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      <p id={`${id}-note`} className={styles.fault} role="status">
        {note}
      </p>
      {!note && hint && <p>{hint}</p>}
    </div>
  )
}

function noteFor(of: {
  text: string
  micros: Micros | undefined
  noteOf: MoneyDialogProps['noteOf']
}): string | undefined {
  if (of.text.trim() === '') return undefined
  if (of.micros === undefined) {
    return TOO_MUCH.test(of.text.trim())
      ? 'Write at most 999,999,999.'
      : 'Write an amount such as 50 or 49.50.'
  }
  return of.noteOf(of.micros)
}

/** Written as an amount, but of more digits than are counted. */
const TOO_MUCH = /^[^\d.,-]{0,3}\s*[\d,]{10,}(?:\.\d+)?$/
