/** A ref that takes the focus when its element appears. */
export function focusNow(element: HTMLElement | null): void {
  element?.focus()
}
