import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

/**
 * The lines of a compressed file, few of them in memory at a time. What stands after the last end of a
 * line is a line, too, or refused where every one must be `ended`.
 */
export async function* gzipLines(
  file: string,
  { ended = false }: { ended?: boolean } = {},
): AsyncGenerator<string> {
  const gunzip = createGunzip().setEncoding('utf8')
  const source = createReadStream(file)
  source.on('error', (error) => gunzip.destroy(error))
  const chunks: AsyncIterable<string> = source.pipe(gunzip)
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest === '') return
  if (ended) throw new Error('its last line is cut')
  yield rest
}
