import { type ComponentProps, useId } from 'react'
import styles from './text-field.module.css'

type TextFieldProps = Omit<ComponentProps<'input'>, 'id' | 'className'> & {
  label: string
  hint?: string
  /** What is wrong with it, in a sentence. */
  fault?: string | undefined
}

/** One line of text with its label; a fault is told where it is, and to a reader. */
export function TextField({ label, hint, fault, ...input }: TextFieldProps) {
  const id = useId()
  const note = fault ?? hint
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        className={styles.input}
        aria-invalid={fault !== undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
      />
      {note !== undefined && (
        <p id={`${id}-note`} className={fault === undefined ? styles.hint : styles.fault}>
          {note}
        </p>
      )}
    </div>
  )
}
