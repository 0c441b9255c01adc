import type { Answered } from './exchange.ts'
import type { Sent } from './requests.ts'

const STREAM = 'text/event-stream'

/** What is wrong with an answer: nothing, where it is as the document says. */
export function faultOf(sent: Sent, answered: Answered): string | undefined {
  const { status, headers } = answered
  if (status === 0) return 'the connection broke off'
  if (status >= 500 || status < 200) return `status ${status}`
  // Past the API there is the page, which a test has none of.
  if (!isOfApi(sent.target)) return undefined
  if (headers['x-request-id'] === undefined) return 'no x-request-id'
  if (status >= 300 && status < 400) return `status ${status}`
  if (sent.method === 'HEAD') return answered.text === '' ? undefined : 'a body after HEAD'
  if (status < 400 && sent.isElsewhere) return undefined
  if (!headers['cache-control']?.includes('no-store')) return 'not no-store'
  return faultOfBody(sent, answered)
}

/** As a server reads an address: `..` leads out of it. */
function isOfApi(target: string): boolean {
  return new URL(`http://x${target}`).pathname.startsWith('/api/')
}

function faultOfBody({ operation }: Sent, { status, headers, text }: Answered): string | undefined {
  const type = headers['content-type']?.split(';')[0] ?? 'none'
  const schema = operation.answerOf(status, type)
  if (!schema) return `${status} with ${type} is not documented`
  if (type === STREAM) return undefined
  const isJson = type.endsWith('json')
  const body = isJson ? parsed(text) : text
  if (body === undefined) return 'a body that is no JSON'
  const { success, error } = schema.safeParse(body)
  if (!success) return `the body is not as documented: ${error.message}`
  if (status < 400) return undefined
  return isOf(body, status) ? undefined : 'a problem of another status'
}

function isOf(body: unknown, status: number): boolean {
  return typeof body === 'object' && body !== null && 'status' in body && body.status === status
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
