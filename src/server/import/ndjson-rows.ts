import { isRecord } from '#api/ledger/canonical.ts'
import { type Line, lines } from './lines.ts'
import { quoted } from './read.ts'
import type { Row, RowFault } from './row.ts'

/** CloudEvents, one on each line. They are the named team's: a line may say so or say nothing. */
export async function* ndjsonRows(
  chunks: AsyncIterable<Buffer>,
  options: { team: string; source: string | undefined },
): AsyncGenerator<Row[]> {
  for await (const group of lines(chunks)) yield group.map((line) => rowOf(line, options))
}

function rowOf(line: Line, options: { team: string; source: string | undefined }): Row {
  const refuse = (fault: RowFault): Row => ({ ...text, kind: 'fault', fault })
  const text = { line: line.line, raw: line.raw }
  if (line.tooLong) return refuse(invalid('the line is longer than 256 kB'))
  const parsed = parseJson(line.raw)
  if (!isRecord(parsed)) return refuse(invalid('the line is no JSON object'))
  const claimed = parsed.team
  if (claimed !== undefined && claimed !== options.team) {
    const detail = `it is an event of another team, ${quoted(String(claimed))}`
    return refuse({ reason: 'other-team', detail, path: '$.team' })
  }
  const source = options.source === undefined ? {} : { source: options.source }
  return { ...text, kind: 'event', event: { ...source, ...parsed, team: options.team } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function invalid(detail: string): RowFault {
  return { reason: 'invalid', detail, path: '$' }
}
