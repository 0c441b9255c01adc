import { PROBLEMS } from '#shared/contract/problem.ts'
import type { RunProblem } from '#shared/contract/run.ts'
import type { Refusal } from '../answer.ts'
import { smallLength } from './small-length.ts'

/** RFC 9457. The `type` is the code: it stays the same, words may change. */
export function problemResponse(
  refusal: Omit<Refusal, 'ok'>,
  options: { requestId: string; headers?: Record<string, string> },
): Response {
  const { code, detail, faults, run, retryAfterSeconds } = refusal
  const { status, title } = PROBLEMS[code]
  const problem: RunProblem = {
    type: `urn:headroom:problem:${code}`,
    title,
    status,
    detail,
    code,
    requestId: options.requestId,
    ...(faults ? { faults } : {}),
    ...(run ? { run } : {}),
  }
  const body = JSON.stringify(problem)
  return new Response(body, {
    status,
    headers: {
      ...smallLength(body),
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(code === 'unavailable' ? { 'retry-after': '2' } : {}),
      ...(status === 429 && retryAfterSeconds ? retryHeaders(retryAfterSeconds) : {}),
      ...options.headers,
    },
  })
}

/** As the standard has it, and as the Postman API names it. */
function retryHeaders(seconds: number): Record<string, string> {
  return { 'retry-after': `${seconds}`, 'x-ratelimit-retryafter': `${seconds}` }
}
