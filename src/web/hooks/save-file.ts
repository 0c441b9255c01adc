import type { ServedFile } from '#web/api/client.ts'

/** Hands a file to the browser, which keeps it where its user wants files. */
export function saveFile({ name, bytes }: ServedFile): void {
  const url = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Not at once: the browser may only now begin to read it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
