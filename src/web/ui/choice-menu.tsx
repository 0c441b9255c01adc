import type { ReactNode } from 'react'
import type { Choice } from './choice.ts'
import styles from './choice-menu.module.css'
import { later, useLater } from './later.ts'
import { useStandIn } from './use-stand-in.ts'

export type ChoiceMenuProps<V extends string> = {
  /** What the menu is for; the button shows `face`. */
  label: string
  face: ReactNode
  choices: readonly Choice<V>[]
  value: V | undefined
  onChange: (value: V) => void
}

const popup = later(async () => (await import('./popup-menu.tsx')).PopupMenu)

/** A small menu of which one thing holds, behind a compact button. */
export function ChoiceMenu<V extends string>(props: ChoiceMenuProps<V>) {
  const PopupMenu = useLater(popup)
  const standIn = useStandIn(popup)
  if (PopupMenu) return <PopupMenu {...props} standIn={standIn} />
  return (
    <button
      {...standIn.button}
      className={styles.trigger}
      aria-label={props.label}
      aria-haspopup="menu"
    >
      {props.face}
    </button>
  )
}
