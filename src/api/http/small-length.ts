/** What is smaller is not worth compressing: it would take longer than sending it. */
const SMALL = 1_024

const UTF8 = new TextEncoder()

/** The length of a small body as a header, by which whoever compresses answers leaves it alone. */
export function smallLength(body: string): Record<string, string> {
  if (body.length >= SMALL) return {}
  const bytes = UTF8.encode(body).byteLength
  return bytes < SMALL ? { 'content-length': String(bytes) } : {}
}
