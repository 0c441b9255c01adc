import type { AccountAnswer, Asked, ReadAccount } from '#api/connections/ports.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Provider } from '#shared/credits/provider.ts'
import type { ReadingFailure } from '#shared/credits/reading-failure.ts'
import { readBody } from './read-body.ts'
import { patienceOf } from './retry-after.ts'

/** From the first byte sent to the last one answered; well within a connection's lease. */
const TIMEOUT_MS = 15_000
/** An account with hundreds of operations takes a tenth of it. */
const MOST_BYTES = 256 * 1024

/**
 * Asks a provider what an account has used. The addresses are the operator's, so nobody else can make
 * the server send a key, or a request, elsewhere; for the same reason no redirect is followed.
 */
export function createAccountReader(options: {
  /** Where each provider's API is. */
  addresses: Record<Provider, string>
  now: () => Millis
  timeoutMs?: number
}): ReadAccount {
  const { addresses, now, timeoutMs = TIMEOUT_MS } = options
  return async (asked) => {
    const timeout = AbortSignal.timeout(timeoutMs)
    const { url, headers } = requestOf(asked, addresses)
    try {
      const response = await fetch(url, {
        headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
        redirect: 'manual',
        signal: asked.signal ? AbortSignal.any([timeout, asked.signal]) : timeout,
      })
      return await answerOf(response, now())
    } catch {
      // What exactly went wrong may name the key: only which kind of failure it was is told.
      return failed(timeout.aborted ? 'timed-out' : 'unreachable')
    }
  }
}

function requestOf(
  { provider, key }: Asked,
  addresses: Record<Provider, string>,
): { url: string; headers: Record<string, string> } {
  const base = addresses[provider].replace(/\/+$/, '')
  switch (provider) {
    case 'postman':
      return { url: `${base}/me`, headers: { 'x-api-key': key } }
    case 'flowly':
      return { url: `${base}/api/billing/credits`, headers: { authorization: `Bearer ${key}` } }
    default:
      return provider satisfies never
  }
}

async function answerOf(response: Response, at: Millis): Promise<AccountAnswer> {
  const failure = failureOf(response.status)
  if (failure) {
    // What it says besides is of no use here, and may have no end.
    await response.body?.cancel()
    const patience = patienceOf(response.headers.get('retry-after'), at)
    return patience === undefined ? failed(failure) : { ...failed(failure), patience }
  }
  const text = await readBody(response, MOST_BYTES)
  if (text === undefined) return failed('too-large')
  try {
    return { kind: 'answered', body: JSON.parse(text) }
  } catch {
    return failed('misshapen')
  }
}

function failureOf(status: number): ReadingFailure | undefined {
  if (status === 200) return undefined
  if (status === 401 || status === 403) return 'refused-key'
  if (status === 429) return 'rate-limited'
  if (status >= 500) return 'unavailable'
  return status >= 300 && status < 400 ? 'redirected' : 'misshapen'
}

function failed(failure: ReadingFailure) {
  return { kind: 'failed' as const, failure }
}
