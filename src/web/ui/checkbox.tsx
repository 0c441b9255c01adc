import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import styles from './checkbox.module.css'
import { Check, Minus } from './icons.tsx'

type CheckboxProps = {
  label: string
  checked: boolean
  mixed?: boolean
  onChange: (checked: boolean) => void
}

export function Checkbox({ label, checked, mixed = false, onChange }: CheckboxProps) {
  return (
    <BaseCheckbox.Root
      className={styles.box}
      aria-label={label}
      checked={checked}
      indeterminate={mixed}
      onCheckedChange={onChange}
    >
      <BaseCheckbox.Indicator className={styles.sign}>
        {mixed ? <Minus /> : <Check />}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  )
}
