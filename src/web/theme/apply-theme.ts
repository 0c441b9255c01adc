import type { Theme } from '#web/store/view-store.ts'

/** Sets the page's colours; `system` leaves the choice to the device. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
}
