type Key = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

/** T turns the chart into its table and back; with a modifier it is the browser's. */
export function isTableKey({ key, ctrlKey, metaKey, altKey }: Key): boolean {
  return (key === 't' || key === 'T') && !ctrlKey && !metaKey && !altKey
}
