import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './confirm-dialog.module.css'

type ConfirmDialogProps = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  confirm: { label: string; look: 'primary' | 'danger'; enabled: boolean; act: () => void }
}

/** Asks before something with weight happens. Focus begins on leaving all as it is. */
export function ConfirmDialog({ open, onClose, title, children, confirm }: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Viewport className={styles.viewport}>
          <AlertDialog.Popup className={styles.popup}>
            <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
            <AlertDialog.Description render={<div />} className={styles.body}>
              {children}
            </AlertDialog.Description>
            <div className={styles.actions}>
              <AlertDialog.Close render={<Button />}>Cancel</AlertDialog.Close>
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
