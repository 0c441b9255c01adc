import { create } from 'zustand'

export type Message = {
  title: string
  detail?: string
  action?: { label: string; act: () => void }
}

export type Toast = Message & { id: number; kind: 'done' | 'failed' }

/** What just happened and is not on screen yet: said from anywhere, drawn in one place. */
export const useToastStore = create<{ waiting: readonly Toast[]; next: number }>()(() => ({
  waiting: [],
  next: 1,
}))

/** Says what just happened, in passing. */
export function sayDone(message: Message): void {
  add({ ...message, kind: 'done' })
}

/** Says what did not happen: heard at once, and it stays until it is closed. */
export function sayFailed(message: Message): void {
  add({ ...message, kind: 'failed' })
}

/** For the place that draws them. */
export function takeToasts(): readonly Toast[] {
  const { waiting } = useToastStore.getState()
  useToastStore.setState({ waiting: [] })
  return waiting
}

function add(toast: Omit<Toast, 'id'>): void {
  useToastStore.setState(({ waiting, next }) => ({
    waiting: [...waiting, { ...toast, id: next }],
    next: next + 1,
  }))
}
