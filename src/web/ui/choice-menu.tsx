import { Menu as BaseMenu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import styles from './choice-menu.module.css'
import { Check } from './icons.tsx'
import popup from './popup.module.css'
import type { Choice } from './select.tsx'

type ChoiceMenuProps<V extends string> = {
  /** What the menu is for; the button shows `face`. */
  label: string
  face: ReactNode
  choices: readonly Choice<V>[]
  value: V | undefined
  onChange: (value: V) => void
}

/** A small menu of which one thing holds, behind a compact button. */
export function ChoiceMenu<V extends string>(props: ChoiceMenuProps<V>) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger className={styles.trigger} aria-label={props.label}>
        {props.face}
      </BaseMenu.Trigger>
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={popup.positioner} sideOffset={6} align="end">
          <BaseMenu.Popup className={popup.popup}>
            <BaseMenu.RadioGroup value={props.value} onValueChange={props.onChange}>
              {props.choices.map((choice) => (
                <Option key={choice.value} choice={choice} />
              ))}
            </BaseMenu.RadioGroup>
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

function Option({ choice }: { choice: Choice<string> }) {
  return (
    <BaseMenu.RadioItem className={popup.item} value={choice.value} closeOnClick>
      <BaseMenu.RadioItemIndicator className={popup.mark}>
        <Check />
      </BaseMenu.RadioItemIndicator>
      <span className={popup.label}>{choice.label}</span>
      {choice.note && <span className={popup.note}>{choice.note}</span>}
    </BaseMenu.RadioItem>
  )
}
