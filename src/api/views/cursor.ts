import { z } from 'zod'
import { type Answer, answer, refuse } from '../answer.ts'

const keySchema = z.union([z.string(), z.int()])
const cursorSchema = z.tuple([keySchema, keySchema, z.string()])

/** Where a page ended: what it is sorted by, and the row's own key. */
export type Position = { value: string | number; id: string | number }

/** All that decides a list and its order; a page of one list says nothing of another. */
export type ListAsked = Readonly<Record<string, string | number | undefined>>

/** Opaque to clients. */
export function encodeCursor({ value, id }: Position, list: ListAsked): string {
  const bytes = new TextEncoder().encode(JSON.stringify([value, id, fingerprint(list)]))
  return btoa(String.fromCharCode(...bytes))
}

/** @param fits whether such a value can be in this list */
export function decodeCursor(
  cursor: string,
  options: { list: ListAsked; fits: (position: { value: string | number; id: string }) => boolean },
): Answer<{ value: string | number; id: string }> {
  const parsed = cursorSchema.safeParse(read(cursor))
  if (!parsed.success) return refuse('invalid-request', 'The cursor is not one that a list gave.')
  const [value, id, list] = parsed.data
  const position = { value, id: String(id) }
  if (list !== fingerprint(options.list) || !options.fits(position)) {
    const detail = 'The cursor is of another cycle, order or filter. Ask for the first page again.'
    return refuse('invalid-request', detail)
  }
  return answer(position)
}

/** The row's own key, where it has several parts: they are in its `id` as JSON. */
export function keyIn<T>({ id }: { id: string }, schema: z.ZodType<T>): Answer<T> {
  const key = schema.safeParse(jsonIn(id))
  if (key.success) return answer(key.data)
  return refuse('invalid-request', 'The cursor is not one that a list gave.')
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function read(cursor: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(cursor), (char) => char.charCodeAt(0))
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** FNV-1a: finds a mistake, keeps no secret. */
function fingerprint(list: ListAsked): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(JSON.stringify(Object.entries(list).sort()))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  }
  return hash.toString(36)
}
