import { Webhook } from 'standardwebhooks'
import type { Call, Carriers, Outcome } from '#api/delivery/ports.ts'
import { networkFault } from '../network-fault.ts'

/** From the first byte sent to the last header answered; well within a delivery's lease. */
const TIMEOUT_MS = 15_000

/** What the receiver says when it wants no more of them, ever. */
const GONE = 410

/** Posts signed as Standard Webhooks has it. Only a 2xx counts as taken; a redirect is not followed. */
export function createCaller(options: { timeoutMs?: number } = {}): Carriers['webhook'] {
  const { timeoutMs = TIMEOUT_MS } = options
  return async (call: Call, stop?: AbortSignal): Promise<Outcome> => {
    const late = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(call.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...signed(call) },
        body: call.body,
        redirect: 'manual',
        signal: stop ? AbortSignal.any([late, stop]) : late,
      })
      // What it says is of no use here, and may have no end.
      await response.body?.cancel()
      return outcomeOf(response.status)
    } catch (error) {
      return { kind: 'failed', detail: because(error), isFinal: false }
    }
  }
}

function signed({ id, at, body, secret }: Call): Record<string, string> {
  const time = new Date(at)
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, time, body),
  }
}

function outcomeOf(status: number): Outcome {
  const detail = `It answered ${status}.`
  if (status >= 200 && status < 300) return { kind: 'sent', detail }
  return { kind: 'failed', detail, isFinal: status === GONE }
}

function because(error: unknown): string {
  if (!(error instanceof Error)) return 'It could not be reached.'
  if (error.name === 'TimeoutError') return 'It did not answer in time.'
  const { cause } = error
  return `It could not be reached: ${networkFault(cause instanceof Error ? cause : error)}.`
}
