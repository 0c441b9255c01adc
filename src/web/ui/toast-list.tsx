import { Toast as BaseToast } from '@base-ui/react/toast'
import { useEffect } from 'react'
import { Close } from './icons.tsx'
import { type Toast, takeToasts, useWaitingToasts } from './toast-store.ts'
import styles from './toasts.module.css'

const READING_MS = 8_000

/** Messages over the page; an action in one undoes what it says. */
export function ToastList() {
  return (
    <BaseToast.Provider timeout={READING_MS}>
      <BaseToast.Portal>
        <BaseToast.Viewport className={styles.viewport}>
          <Items />
        </BaseToast.Viewport>
      </BaseToast.Portal>
    </BaseToast.Provider>
  )
}

function Items() {
  const { toasts, add, close } = BaseToast.useToastManager()
  const isWaiting = useWaitingToasts().length > 0
  useEffect(() => {
    if (!isWaiting) return
    for (const toast of takeToasts()) {
      const id = add({ ...optionsOf(toast), ...actionOf(toast, () => close(id)) })
    }
  }, [isWaiting, add, close])
  return toasts.map((toast) => (
    <BaseToast.Root
      key={toast.id}
      toast={toast}
      // Left to itself it hides an urgent message, and every button, from readers until focused.
      aria-hidden={false}
      className={styles.toast}
      swipeDirection={['right', 'down']}
    >
      <BaseToast.Content className={styles.content}>
        <div className={styles.words}>
          <BaseToast.Title className={styles.title} />
          <BaseToast.Description className={styles.description} />
        </div>
        <BaseToast.Action className={styles.action} />
        <BaseToast.Close
          className={styles.close}
          aria-label="Close this message"
          aria-hidden={false}
        >
          <Close />
        </BaseToast.Close>
      </BaseToast.Content>
    </BaseToast.Root>
  ))
}

function optionsOf({ kind, title, detail }: Toast) {
  const description = detail === undefined ? {} : { description: detail }
  switch (kind) {
    case 'done':
      return { title, type: 'done', priority: 'low', ...description } as const
    case 'failed':
      return { title, type: 'error', priority: 'high', timeout: 0, ...description } as const
    default:
      return kind satisfies never
  }
}

function actionOf({ action }: Toast, close: () => void) {
  if (!action) return {}
  const onClick = () => {
    close()
    action.act()
  }
  return { actionProps: { children: action.label, onClick } }
}
