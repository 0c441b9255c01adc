import { Select as BaseSelect } from '@base-ui/react/select'
import type { Choice } from './choice.ts'
import { Check, ChevronDown } from './icons.tsx'
import popup from './popup.module.css'
import styles from './select.module.css'
import type { SelectProps } from './select.tsx'
import type { StandIn } from './use-stand-in.ts'

type PopupSelectProps<V extends string> = SelectProps<V> & { standIn: StandIn }

export function PopupSelect<V extends string>(props: PopupSelectProps<V>) {
  const { label, icon, choices, standIn, ...rest } = props
  return (
    <BaseSelect.Root
      items={choices}
      defaultOpen={standIn.opensAtOnce}
      value={rest.value}
      onValueChange={(value) => value !== null && rest.onChange(value)}
      modal={false}
    >
      <BaseSelect.Trigger
        className={styles.trigger}
        aria-label={label}
        autoFocus={standIn.takesFocus}
      >
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
