import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ResourceUsage } from '#shared/contract/usage.ts'
import { RESOURCE_TRAITS, type Resource } from '#shared/credits/resources.ts'
import { describeError } from '#web/api/api-error.ts'
import { spendCapMutation } from '#web/api/spend-cap.ts'
import { money } from '#web/format/money.ts'
import { amountText, microsFrom } from '#web/format/money-input.ts'
import type { Telling } from '#web/format/telling.ts'
import { useViewer } from '#web/hooks/viewer.ts'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { sayDone, sayFailed } from '#web/ui/toast-store.ts'
import styles from './spend-cap.module.css'

type SpendCapDialogProps = {
  resource: Resource
  offered: Extract<ResourceUsage['payAsYouGo'], { kind: 'offered' }>
  telling: Telling
  onClose: () => void
}

/** Asks for the most that pay-as-you-go may cost in a cycle, and says what that does now. */
export function SpendCapDialog({ resource, offered, telling, onClose }: SpendCapDialogProps) {
  const { team } = useViewer()
  const { mutateAsync } = useMutation(spendCapMutation(team, resource))
  const [text, setText] = useState(offered.cap ? amountText(offered.cap.micros) : '')
  const { name } = RESOURCE_TRAITS[resource]
  const { currency } = telling
  const micros = microsFrom(text, currency)

  async function decide(capMicros: number | null): Promise<void> {
    onClose()
    try {
      await mutateAsync({ capMicros })
      const now =
        capMicros === null ? 'has no spend cap' : `is capped at ${money(capMicros, currency)}`
      sayDone({ title: `Pay-as-you-go for ${name} ${now}.` })
    } catch (error) {
      const { title, detail } = describeError(error)
      sayFailed({ title: `The spend cap for ${name} is as it was.`, detail: `${title}. ${detail}` })
    }
  }

  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Spend cap for ${name}`}
      confirm={{
        label: 'Set cap',
        look: 'primary',
        enabled: micros !== undefined,
        act: () => micros !== undefined && void decide(micros),
      }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (micros !== undefined) void decide(micros)
        }}
      >
        <p>
          Pay-as-you-go stops at the cap as if it were switched off, until the next cycle or until
          the cap is raised. What was spent stays on the bill.
        </p>
        <AmountField text={text} onText={setText} {...{ currency, micros, offered }} />
        {offered.cap && (
          <div>
            <Button look="quiet" size="s" onClick={() => void decide(null)}>
              Remove the cap
            </Button>
          </div>
        )}
      </form>
    </ConfirmDialog>
  )
}

function AmountField(props: {
  text: string
  onText: (text: string) => void
  currency: string
  micros: number | undefined
  offered: SpendCapDialogProps['offered']
}) {
  const { text, onText, currency, micros, offered } = props
  const id = useId()
  const note = noteOf(props)
  return (
    <div className={styles.field}>
      <label htmlFor={id}>At most in each cycle, in {currency}</label>
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
      {!note && offered.costMicros > 0 && (
        <p>{money(offered.costMicros, currency)} spent so far.</p>
      )}
    </div>
  )
}

function noteOf(of: {
  text: string
  currency: string
  micros: number | undefined
  offered: SpendCapDialogProps['offered']
}): string | undefined {
  const { text, currency, micros, offered } = of
  if (text.trim() === '') return undefined
  if (micros === undefined) return 'Write an amount such as 50 or 49.50.'
  if (micros < offered.costMicros + offered.blockMicros) {
    return `${money(offered.costMicros, currency)} are spent already: nothing more would be bought in this cycle.`
  }
  return undefined
}
