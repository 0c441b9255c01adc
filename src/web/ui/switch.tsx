import { Switch as BaseSwitch } from '@base-ui/react/switch'
import { useId } from 'react'
import styles from './switch.module.css'
import { Tooltip } from './tooltip.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'

type SwitchProps = {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  /** Why it can't be moved: it stays reachable by keyboard, and says so. */
  lockedBecause?: string | undefined
}

export function Switch({ label, checked, onChange, lockedBecause }: SwitchProps) {
  const reasonId = useId()
  if (lockedBecause === undefined) {
    return (
      <BaseSwitch.Root
        className={styles.switch}
        aria-label={label}
        checked={checked}
        onCheckedChange={onChange}
      >
        <BaseSwitch.Thumb className={styles.thumb} />
      </BaseSwitch.Root>
    )
  }
  return (
    <>
      <Tooltip hint={lockedBecause}>
        <BaseSwitch.Root
          className={styles.switch}
          aria-label={label}
          aria-disabled
          aria-describedby={reasonId}
          checked={checked}
          readOnly
        >
          <BaseSwitch.Thumb className={styles.thumb} />
        </BaseSwitch.Root>
      </Tooltip>
      <VisuallyHidden>
        <span id={reasonId}>{lockedBecause}</span>
      </VisuallyHidden>
    </>
  )
}
