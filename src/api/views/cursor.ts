import { z } from 'zod'

const cursorSchema = z.tuple([z.union([z.string(), z.int()]), z.union([z.string(), z.int()])])

/** Where a page ended: what it is sorted by, and the row's own key. Opaque to clients. */
export function encodeCursor(at: { value: string | number; id: string | number }): string {
  const bytes = new TextEncoder().encode(JSON.stringify([at.value, at.id]))
  return btoa(String.fromCharCode(...bytes))
}

export function decodeCursor(cursor: string): { value: string | number; id: string } | 'broken' {
  try {
    const bytes = Uint8Array.from(atob(cursor), (char) => char.charCodeAt(0))
    const parsed = cursorSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
    return parsed.success ? { value: parsed.data[0], id: String(parsed.data[1]) } : 'broken'
  } catch {
    return 'broken'
  }
}
