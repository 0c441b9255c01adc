import { useId, useState } from 'react'
import type { AssistantServer } from '#shared/contract/server.ts'
import { creditsSchema } from '#shared/contract/values.ts'
import { Button } from '#web/ui/button.tsx'
import { classNames } from '#web/ui/class-names.ts'
import { focusNow } from '#web/ui/focus-now.ts'
import form from '../inline-form.module.css'
import styles from './servers.module.css'

type LimitFormProps = {
  server: AssistantServer
  /** Nothing takes the limit away. */
  onSave: (credits: number | null) => void
  onCancel: () => void
}

/** Enter saves, Escape leaves all as it was. */
export function LimitForm({ server, onSave, onCancel }: LimitFormProps) {
  const faultId = useId()
  const [text, setText] = useState(server.limit ? String(server.limit.credits) : '')
  const [isWrong, setWrong] = useState(false)

  function save(): void {
    const credits = creditsSchema.safeParse(text.trim() === '' ? undefined : Number(text))
    if (credits.success) onSave(credits.data)
    else setWrong(true)
  }

  return (
    <form
      className={classNames(form.form, styles.edit)}
      aria-label={`Daily limit of ${server.name}`}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      <input
        ref={focusNow}
        className={form.input}
        inputMode="numeric"
        aria-label="Credits a day"
        aria-invalid={isWrong}
        aria-describedby={isWrong ? faultId : undefined}
        value={text}
        autoComplete="off"
        onChange={(event) => {
          setText(event.currentTarget.value)
          setWrong(false)
        }}
      />
      <Button size="s" look="primary" type="submit">
        Save
      </Button>
      {server.limit && (
        <Button size="s" onClick={() => onSave(null)}>
          Remove
        </Button>
      )}
      <Button size="s" look="quiet" onClick={onCancel}>
        Cancel
      </Button>
      {isWrong && (
        <p id={faultId} role="alert" className={form.fault}>
          Enter whole credits, 0 or more.
        </p>
      )}
    </form>
  )
}
