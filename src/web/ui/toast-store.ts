import { useSyncExternalStore } from 'react'

export type Message = {
  title: string
  detail?: string
  action?: { label: string; act: () => void }
}

export type Toast = Message & { kind: 'done' | 'failed' }

/** What just happened and is not on screen yet: said from anywhere, drawn in one place. */
let waiting: readonly Toast[] = []
const listeners = new Set<() => void>()

/** Says what just happened, in passing. */
export function sayDone(message: Message): void {
  set([...waiting, { ...message, kind: 'done' }])
}

/** Says what did not happen: heard at once, and it stays until it is closed. */
export function sayFailed(message: Message): void {
  set([...waiting, { ...message, kind: 'failed' }])
}

/** For the place that draws them. */
export function takeToasts(): readonly Toast[] {
  const taken = waiting
  set([])
  return taken
}

export function useWaitingToasts(): readonly Toast[] {
  return useSyncExternalStore(subscribe, () => waiting)
}

function set(toasts: readonly Toast[]): void {
  waiting = toasts
  for (const tell of listeners) tell()
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
