import { valueAt } from './value-at.ts'
import { KEPT_VIEW, visitStorage } from './visit-storage.ts'

/** Whose eyes the view store will find to see the page with, for what runs before the store is there. */
export function keptViewAs(): string | undefined {
  try {
    const kept: unknown = JSON.parse(String(visitStorage.getItem(KEPT_VIEW)))
    const viewAs = valueAt(kept, ['state', 'viewAs'])
    return typeof viewAs === 'string' ? viewAs : undefined
  } catch {
    // The store falls back in the same way.
    return undefined
  }
}
