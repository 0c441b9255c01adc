import { Menu as BaseMenu } from '@base-ui/react/menu'
import type { Choice } from './choice.ts'
import styles from './choice-menu.module.css'
import type { ChoiceMenuProps } from './choice-menu.tsx'
import { Check } from './icons.tsx'
import popup from './popup.module.css'
import type { StandIn } from './use-stand-in.ts'

export function PopupMenu<V extends string>(props: ChoiceMenuProps<V> & { standIn: StandIn }) {
  const { opensAtOnce, takesFocus } = props.standIn
  return (
    <BaseMenu.Root modal={false} defaultOpen={opensAtOnce}>
      <BaseMenu.Trigger className={styles.trigger} aria-label={props.label} autoFocus={takesFocus}>
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
