import { useId, useState } from 'react'
import {
  type LowAlertsBody,
  lowAlertsBodySchema,
  lowMarkSchema,
} from '#shared/contract/low-credit.ts'
import { Button } from '#web/ui/button.tsx'
import { classNames } from '#web/ui/class-names.ts'
import { Select } from '#web/ui/select.tsx'
import form from '../inline-form.module.css'
import styles from './low-alerts.module.css'

type Mark = LowAlertsBody['marks'][number]
type Kind = Mark['kind']

const KINDS: { value: Kind; label: string }[] = [
  { value: 'credits', label: 'credits' },
  { value: 'percent', label: '% of the monthly credits' },
]

/** One mark more; Enter adds it. */
export function AddMark({ marks, onAdd }: { marks: readonly Mark[]; onAdd: (mark: Mark) => void }) {
  const id = useId()
  const [kind, setKind] = useState<Kind>('credits')
  const [text, setText] = useState('')
  const [fault, setFault] = useState<string>()

  function add(): void {
    const mark = markOf(kind, text)
    const isNew = mark && lowAlertsBodySchema.safeParse({ marks: [...marks, mark] }).success
    setFault(mark ? (isNew ? undefined : NOT_NEW) : FAULTS[kind])
    if (!isNew) return
    setText('')
    onAdd(mark)
  }

  return (
    <form
      className={classNames(form.form, styles.add)}
      aria-label="Add a low-credit alert"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <label htmlFor={id}>Tell us at</label>
      <input
        id={id}
        className={form.input}
        inputMode="numeric"
        value={text}
        autoComplete="off"
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-fault`}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setFault(undefined)
        }}
      />
      <Select label="Of what" choices={KINDS} value={kind} onChange={setKind} />
      <Button type="submit">Add alert</Button>
      {fault !== undefined && (
        <p id={`${id}-fault`} role="alert" className={form.fault}>
          {fault}
        </p>
      )}
    </form>
  )
}

const NOT_NEW = 'This alert is set already, or there are ten.'

const FAULTS: Record<Kind, string> = {
  credits: 'Enter whole credits, 0 or more.',
  percent: 'Enter a whole percent from 1 to 99.',
}

function markOf(kind: Kind, text: string): Mark | undefined {
  const value = text.trim() === '' ? undefined : Number(text)
  const parsed = lowMarkSchema.safeParse(
    kind === 'credits' ? { kind, credits: value } : { kind, percent: value },
  )
  return parsed.success ? parsed.data : undefined
}
