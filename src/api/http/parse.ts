import type { z } from 'zod'
import { jsonPath } from '#shared/contract/json-path.ts'
import type { Answer } from '../answer.ts'

/** Parses one part of a request; each fault with its path, headed by the part's name. */
export function parsePart<S extends z.ZodType>(
  schema: S,
  input: unknown,
  part: 'path' | 'query' | 'body',
): Answer<z.output<S>> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return { ok: true, value: parsed.data }
  const faults = parsed.error.issues.map((issue) => ({
    path: part === 'body' ? jsonPath(issue.path) : `${part}.${issue.path.map(String).join('.')}`,
    message: issue.message,
  }))
  const first = faults[0]
  return {
    ok: false,
    code: 'invalid-request',
    detail: first ? `${first.path}: ${first.message}` : `the ${part} is not valid`,
    faults,
  }
}

const JSON_TYPES = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** The body of a request that must be JSON, as yet unchecked. */
export async function readJson(request: Request): Promise<Answer<unknown>> {
  const type = request.headers.get('content-type') ?? ''
  if (!JSON_TYPES.test(type)) {
    const detail = `send application/json, not ${type === '' ? 'nothing' : type.slice(0, 100)}`
    return { ok: false, code: 'unsupported-media-type', detail }
  }
  const bytes = await request.arrayBuffer()
  try {
    // Bytes that are no text would all become the same character, and two ids one.
    return { ok: true, value: JSON.parse(UTF8.decode(bytes)) }
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'the body is not JSON'
    return { ok: false, code: 'invalid-json', detail }
  }
}
