import type { StateStorage } from 'zustand/middleware'

/** What the view store keeps is under this name. */
export const KEPT_VIEW = 'headroom.view'

/** The browser's own storage; where a privacy setting denies it, choices last for this visit. */
export const visitStorage: StateStorage = {
  getItem: (name) => ownStorage()?.getItem(name) ?? null,
  setItem: (name, value) => ownStorage()?.setItem(name, value),
  removeItem: (name) => ownStorage()?.removeItem(name),
}

function ownStorage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    // Reading the property itself is refused.
    return undefined
  }
}
