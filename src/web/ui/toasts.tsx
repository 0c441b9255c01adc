import { later, useLater } from './later.ts'

const list = later(async () => (await import('./toast-list.tsx')).ToastList)

/** Where messages of what just happened appear; a message said before it is there waits for it. */
export function Toasts() {
  const ToastList = useLater(list)
  return ToastList && <ToastList />
}
