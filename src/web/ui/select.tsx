import type { ReactNode } from 'react'
import type { Choice } from './choice.ts'
import { ChevronDown } from './icons.tsx'
import { later, useLater } from './later.ts'
import styles from './select.module.css'
import { useStandIn } from './use-stand-in.ts'

export type SelectProps<V extends string> = {
  label: string
  icon?: ReactNode
  choices: readonly Choice<V>[]
  value: V
  onChange: (value: V) => void
}

const popup = later(async () => (await import('./popup-select.tsx')).PopupSelect)

export function Select<V extends string>(props: SelectProps<V>) {
  const PopupSelect = useLater(popup)
  const standIn = useStandIn(popup)
  if (PopupSelect) return <PopupSelect {...props} standIn={standIn} />
  const { label, icon, choices, value } = props
  return (
    <button
      {...standIn.button}
      className={styles.trigger}
      role="combobox"
      aria-label={label}
      aria-haspopup="listbox"
      aria-expanded={false}
    >
      {icon}
      <span className={styles.value}>
        {choices.find((choice) => choice.value === value)?.label}
      </span>
      <span className={styles.icon}>
        <ChevronDown />
      </span>
    </button>
  )
}
