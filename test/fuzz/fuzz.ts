import * as fc from 'fast-check'
import { operationsIn } from './document.ts'
import { exchanger } from './exchange.ts'
import { faultOf } from './faults.ts'
import { requestsOf, type Sent } from './requests.ts'
import { openSite } from './site.ts'

/** So many are sent before what they broke is put right again. */
const BATCH = 50
const AT_ONCE = 6
/** Who may do most is asked for most. */
const OFTEN = [...Array.from({ length: 8 }, () => 'Admin and Billing'), 'operator', 'host', 'host']

export type Fuzzed = {
  seed: number
  /** How many answers had each status. */
  statuses: Map<number, number>
  /** Operations that were never answered with success. */
  neverDone: string[]
  /** Answers that are not as documented, with their requests. */
  faults: string[]
}

/** Sends requests made of the API’s own document to a running server, and judges each answer by it. */
export async function fuzz(options: {
  count: number
  seed: number
  databaseUrl?: string | undefined
  requestsPerMinute?: number
}): Promise<Fuzzed> {
  const { count, seed, databaseUrl, requestsPerMinute = 1_000_000 } = options
  const site = await openSite({ databaseUrl, requestsPerMinute })
  const { send, close } = exchanger(site.address)
  try {
    const response = await fetch(`${site.address}/api/openapi.json`)
    const operations = operationsIn(await response.json())
    const neverDone = new Set(operations.map(({ id }) => id))
    const fuzzed: Fuzzed = { seed, statuses: new Map(), neverDone: [], faults: [] }
    for (let done = 0; done < count; done += BATCH) {
      const { callers, known } = await site.mend()
      const requests = requestsOf(operations, { known, callers: [...callers.keys(), ...OFTEN] })
      const numRuns = Math.min(BATCH, count - done)
      const batch = fc.sample(requests, { seed: seed + done, numRuns })
      await atOnce(batch, async (sent) => {
        const answered = await send(sent, callers.get(sent.caller) ?? {})
        const { status } = answered
        fuzzed.statuses.set(status, (fuzzed.statuses.get(status) ?? 0) + 1)
        if (status === 200 && !sent.isElsewhere) neverDone.delete(sent.operation.id)
        const fault = faultOf(sent, answered)
        if (fault !== undefined)
          fuzzed.faults.push(told(sent, `${fault} (${status})\n${answered.text.slice(0, 500)}`))
      })
    }
    return { ...fuzzed, neverDone: [...neverDone] }
  } finally {
    close()
    await site.close()
  }
}

async function atOnce<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

function told({ operation, caller, method, target, headers, body }: Sent, fault: string): string {
  const sent = typeof body === 'string' ? body.slice(0, 1_000) : JSON.stringify(body)
  return `${operation.id} by ${caller}: ${fault}\n${method} ${target.slice(0, 500)} ${JSON.stringify(headers)}\n${sent}`
}
