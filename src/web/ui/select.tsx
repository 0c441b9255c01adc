import { Select as BaseSelect } from '@base-ui/react/select'
import type { ReactNode } from 'react'
import { Check, ChevronDown } from './icons.tsx'
import popup from './popup.module.css'
import styles from './select.module.css'

export type Choice<V extends string> = { value: V; label: string; note?: string }

type SelectProps<V extends string> = {
  label: string
  icon?: ReactNode
  choices: readonly Choice<V>[]
  value: V
  onChange: (value: V) => void
}

export function Select<V extends string>({ label, icon, choices, ...rest }: SelectProps<V>) {
  return (
    <BaseSelect.Root
      items={choices}
      value={rest.value}
      onValueChange={(value) => value !== null && rest.onChange(value)}
      modal={false}
    >
      <BaseSelect.Trigger className={styles.trigger} aria-label={label}>
        {icon}
        <BaseSelect.Value className={styles.value} />
        <BaseSelect.Icon className={styles.icon}>
          <ChevronDown />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner
          className={popup.positioner}
          sideOffset={6}
          align="end"
          alignItemWithTrigger={false}
        >
          <BaseSelect.Popup className={popup.popup}>
            {choices.map((choice) => (
              <Option key={choice.value} choice={choice} />
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  )
}

function Option({ choice }: { choice: Choice<string> }) {
  return (
    <BaseSelect.Item className={popup.item} value={choice.value}>
      <BaseSelect.ItemIndicator className={popup.mark}>
        <Check />
      </BaseSelect.ItemIndicator>
      <BaseSelect.ItemText className={popup.label}>{choice.label}</BaseSelect.ItemText>
      {choice.note && <span className={popup.note}>{choice.note}</span>}
    </BaseSelect.Item>
  )
}
