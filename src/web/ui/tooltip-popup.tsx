import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip'
import type { ReactNode } from 'react'
import styles from './tooltip.module.css'

type TooltipPopupProps = {
  anchor: Element
  hint: ReactNode
  /** The pointer may move from the thing onto what it says. */
  onStay: () => void
  onLeave: () => void
}

export function TooltipPopup({ anchor, hint, onStay, onLeave }: TooltipPopupProps) {
  return (
    <BaseTooltip.Root open>
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner anchor={anchor} sideOffset={8} className={styles.positioner}>
          <BaseTooltip.Popup
            className={styles.popup}
            onPointerEnter={onStay}
            onPointerLeave={onLeave}
          >
            {hint}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  )
}
