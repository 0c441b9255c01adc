import { Webhook } from 'standardwebhooks'
import type { Call, Carriers, Outcome } from '#api/delivery/ports.ts'
import { networkFault } from '../network-fault.ts'
import { post } from './post.ts'
import { OutOfReach, type Reach } from './reach.ts'

/** From the first byte sent to the last header answered; well within a delivery's lease. */
const TIMEOUT_MS = 15_000

/** What the receiver says when it wants no more of them, ever. */
const GONE = 410

/** Posts signed as Standard Webhooks has it. Only a 2xx counts as taken; a redirect is not followed. */
export function createCaller(
  options: { timeoutMs?: number; reach?: Reach } = {},
): Carriers['webhook'] {
  const { timeoutMs = TIMEOUT_MS, reach = 'anywhere' } = options
  return async (call: Call, stop?: AbortSignal): Promise<Outcome> => {
    const late = AbortSignal.timeout(timeoutMs)
    try {
      const headers = { 'content-type': 'application/json', ...signed(call) }
      const signal = stop ? AbortSignal.any([late, stop]) : late
      return outcomeOf(await post(call.url, { headers, body: call.body, signal, reach }))
    } catch (error) {
      const detail = late.aborted ? 'It did not answer in time.' : because(error)
      return { kind: 'failed', detail, isFinal: false }
    }
  }
}

const OUT_OF_REACH =
  'It is in the network of this server, where nothing is sent. Whoever runs the server can allow it.'

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
  if (error instanceof OutOfReach) return OUT_OF_REACH
  return `It could not be reached: ${networkFault(error)}.`
}
