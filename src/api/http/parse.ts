import type { z } from 'zod'
import { jsonPath } from '#shared/contract/json-path.ts'
import { type Answer, answer, type Refusal, refuse } from '../answer.ts'

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
  return invalidPart(part, faults)
}

/** What only the team's own terms can tell of a body, told as any other fault of it. */
export function invalidBody(path: string, message: string): Refusal {
  return invalidPart('body', [{ path, message }])
}

function invalidPart(part: string, faults: { path: string; message: string }[]): Refusal {
  const [first] = faults
  const where = first ? `, at ${first.path}: ${first.message}` : ''
  return { ...refuse('invalid-request', `The ${part} is not valid${where}.`), faults }
}

const JSON_TYPES = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

const UTF8 = new TextDecoder('utf-8', { fatal: true })

/** The body of a request that must be JSON, as yet unchecked. */
export async function readJson(request: Request): Promise<Answer<unknown>> {
  const type = request.headers.get('content-type') ?? ''
  if (!JSON_TYPES.test(type)) {
    const sent = type === '' ? 'it names no content type' : `not ${shortened(type)}`
    return refuse('unsupported-media-type', `Send the body as application/json; ${sent}.`)
  }
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    const detail = `Send the body as it is: it is encoded with ${shortened(encoding)}.`
    return refuse('unsupported-media-type', detail)
  }
  const bytes = await request.arrayBuffer()
  try {
    // Bytes that are no text would all become the same character, and two ids one.
    return answer(JSON.parse(UTF8.decode(bytes)))
  } catch (error) {
    const why = error instanceof Error ? `: ${error.message}` : ''
    return refuse('invalid-json', `The body can’t be read${why}.`)
  }
}

function shortened(text: string): string {
  return text.slice(0, 100)
}
