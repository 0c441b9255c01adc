const REPLACEMENT = '\uFFFD'

/**
 * PostgreSQL holds neither NUL nor half surrogates, and SQLite's `like` stops at a NUL: they become
 * the replacement character.
 */
export function holdableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed()
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', REPLACEMENT) : wellFormed
}

/** JSON whose strings PostgreSQL can hold. */
export function holdableJson(value: unknown): string {
  const json = JSON.stringify(value)
  // The escapes of what it can't hold; nearly no text has them, so the slow way is rare.
  if (!json.includes('\\u0000') && !json.includes('\\ud')) return json
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? holdableText(part) : part,
  )
}
