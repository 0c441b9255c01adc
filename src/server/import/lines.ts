import type { RowText } from './row.ts'

const LF = 10

/** A longer line is no usage event; only its beginning is shown. */
const MAX_LINE_BYTES = 256 * 1024
const MAX_SHOWN = 2_000

export type Line = RowText & { tooLong: boolean }

/** The lines of a file without their ends, in groups as they come, empty ones left out. */
export async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line[]> {
  let number = 0
  let rest: Buffer = Buffer.alloc(0)
  let skipping = false
  for await (const chunk of chunks) {
    const found: Line[] = []
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(LF); end >= 0; end = rest.indexOf(LF)) {
      number += 1
      if (!skipping) found.push(...lineOf(rest.subarray(0, end), number))
      skipping = false
      rest = rest.subarray(end + 1)
    }
    if (skipping) rest = Buffer.alloc(0)
    else if (rest.length > MAX_LINE_BYTES) {
      found.push(...lineOf(rest, number + 1))
      rest = Buffer.alloc(0)
      skipping = true
    }
    yield found
  }
  if (!skipping) yield lineOf(rest, number + 1)
}

function lineOf(bytes: Buffer, line: number): Line[] {
  const tooLong = bytes.length > MAX_LINE_BYTES
  const raw = bytes.toString('utf8', 0, tooLong ? MAX_SHOWN : undefined).trim()
  return raw === '' ? [] : [{ line, raw, tooLong }]
}
