import { PROBLEMS, type Problem, type ProblemCode } from '#shared/contract/problem.ts'

/** RFC 9457. The `type` is the code: it stays the same, words may change. */
export function problemResponse(options: {
  code: ProblemCode
  detail: string
  faults?: Problem['faults']
  requestId?: string | undefined
}): Response {
  const { code, detail, faults, requestId } = options
  const { status, title } = PROBLEMS[code]
  const problem: Problem = {
    type: `urn:headroom:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...(requestId ? { requestId } : {}),
    ...(faults ? { faults } : {}),
  }
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(code === 'unavailable' ? { 'retry-after': '2' } : {}),
    },
  })
}
