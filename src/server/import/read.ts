/** A value read from text, or why it can't be. */
export type Read<T> = { ok: true; value: T } | { ok: false; detail: string }

export function value<T>(of: T): { ok: true; value: T } {
  return { ok: true, value: of }
}

export function fault(detail: string): { ok: false; detail: string } {
  return { ok: false, detail }
}

const SHOWN = 80

/** A cell as it is quoted in a sentence. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)
}
