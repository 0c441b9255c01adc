/** Control characters could do things to the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (of) => `\\u${of.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
