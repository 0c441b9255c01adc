import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'
import styles from './confirm-dialog.module.css'

type ConfirmDialogProps = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  confirm: { label: string; look: 'primary' | 'danger'; enabled: boolean; act: () => void }
}

/**
 * Asks before something with weight happens. Focus begins in the field that it asks with, or else on
 * leaving all as it is.
 */
export function ConfirmDialog({ open, onClose, title, children, confirm }: ConfirmDialogProps) {
  const asked = useRef<HTMLDivElement>(null)
  const cancel = useRef<HTMLButtonElement>(null)
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Viewport className={styles.viewport}>
          <AlertDialog.Popup
            className={styles.popup}
            initialFocus={() => asked.current?.querySelector('input') ?? cancel.current}
          >
            <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
            <AlertDialog.Description render={<div ref={asked} />} className={styles.body}>
              {children}
            </AlertDialog.Description>
            <div className={styles.actions}>
              <AlertDialog.Close ref={cancel} render={<Button />}>
                Cancel
              </AlertDialog.Close>
              <Button look={confirm.look} disabled={!confirm.enabled} onClick={confirm.act}>
                {confirm.label}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
