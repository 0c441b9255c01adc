/** Told to a reader, as nothing on screen says it. */
export const ROW_KEYS_HINT =
  'Up, Down, Page Up, Page Down, Home and End move between the rows, from a switch or a checkbox.'

/** The row that a key leads to, or nothing where it is not one that moves. */
export function rowFor(
  key: string,
  { index, last, page }: { index: number; last: number; page: number },
): number | undefined {
  const within = (row: number) => Math.min(last, Math.max(0, row))
  switch (key) {
    case 'ArrowUp':
      return within(index - 1)
    case 'ArrowDown':
      return within(index + 1)
    case 'PageUp':
      return within(index - page)
    case 'PageDown':
      return within(index + page)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return undefined
  }
}
