/** A body as text, or nothing where it is longer than `most` bytes: then the rest is not taken. */
export async function readBody(response: Response, most: number): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > most) {
      await reader.cancel()
      return undefined
    }
    parts.push(value)
  }
  return Buffer.concat(parts).toString('utf8')
}
