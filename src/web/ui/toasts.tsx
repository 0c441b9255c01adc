import { Toast } from '@base-ui/react/toast'
import { Close } from './icons.tsx'
import styles from './toasts.module.css'

/** Where messages of what just happened appear; an action in one undoes it. */
export function Toasts() {
  return (
    <Toast.Portal>
      <Toast.Viewport className={styles.viewport}>
        <ToastList />
      </Toast.Viewport>
    </Toast.Portal>
  )
}

function ToastList() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={styles.toast}
      swipeDirection={['right', 'down']}
    >
      <Toast.Content className={styles.content}>
        <div className={styles.words}>
          <Toast.Title className={styles.title} />
          <Toast.Description className={styles.description} />
        </div>
        <Toast.Action className={styles.action} />
        <Toast.Close className={styles.close} aria-label="Close this message">
          <Close />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
