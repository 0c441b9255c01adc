/** Forms of what addresses hold, for whoever asks before any schema is there. */

/**
 * Letters, digits and `._:@/-`: safe in a URL, a log and a table. Not `.` or `..`, which an address
 * can't hold.
 */
export const ID_FORM = /^(?!\.{1,2}$)[\w.:@/-]+$/
export const MAX_ID_LENGTH = 128

export function isId(text: string): boolean {
  return text.length <= MAX_ID_LENGTH && ID_FORM.test(text)
}

/** A day of the calendar, such as `2026-02-28`. */
export function isDate(text: string): boolean {
  const at = Date.parse(text)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text
}
