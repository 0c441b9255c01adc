import { type ReactNode, useEffect, useRef, useState } from 'react'
import { later, useLater } from './later.ts'
import styles from './tooltip.module.css'

const popup = later(async () => (await import('./tooltip-popup.tsx')).TooltipPopup)

/** Time to move the pointer from the thing onto what it says. */
const GRACE_MS = 150

/**
 * A hint on what is hovered or focused. What it says must also be said elsewhere to a reader. The
 * control inside stays the same element, whether or not the popup's script has come.
 */
export function Tooltip({ hint, children }: { hint: ReactNode; children: ReactNode }) {
  const TooltipPopup = useLater(popup)
  const [anchor, setAnchor] = useState<Element>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const stay = () => clearTimeout(timer.current)
  const leave = () => {
    stay()
    timer.current = setTimeout(() => setAnchor(undefined), GRACE_MS)
  }
  const show = (place: Element) => {
    stay()
    setAnchor(place.firstElementChild ?? undefined)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it overhears the control inside it.
    <span
      className={styles.place}
      onPointerEnter={(event) => show(event.currentTarget)}
      onPointerLeave={leave}
      onFocus={(event) => show(event.currentTarget)}
      onBlur={leave}
      onKeyDown={(event) => event.key === 'Escape' && setAnchor(undefined)}
    >
      {children}
      {anchor && TooltipPopup && (
        <TooltipPopup anchor={anchor} hint={hint} onStay={stay} onLeave={leave} />
      )}
    </span>
  )
}
