import { setTimeout as sleep } from 'node:timers/promises'
import { ingestReplySchema } from '#shared/contract/event.ts'
import { jsonInit } from '#test/support/api-host.ts'
import { batchOf } from './batch.ts'

/** What a client of the server knows: what it sent, and what was acknowledged. */
export type Sender = {
  /** Batches that were acknowledged. */
  acknowledged: ReadonlySet<number>
  /** Batches of which it is not known whether they were booked. */
  open: ReadonlySet<number>
  events: (n: number) => ReturnType<typeof batchOf>
  /**
   * Sends batches over several connections until told to stop, or (without `again`) until nobody answers.
   *
   * @param again sends what failed once more, until it is acknowledged
   */
  stream: (options: {
    address: () => string
    connections: number
    until: AbortSignal
    again: boolean
  }) => Promise<void>
  /** Sends what is open once more. */
  sendOpen: (address: string) => Promise<void>
  /** Sends acknowledged batches once more: nothing of it is new. */
  repeat: (address: string, batches: Iterable<number>) => Promise<void>
  /** What was not as it must be. */
  faults: string[]
  /** How often each status was answered; 0 stands for no answer. */
  statuses: Map<number, number>
  slowestMs: () => number
  /** Acknowledged since the last time it was asked. */
  onAcknowledged: (listener: (count: number) => void) => void
}

type Answered = { status: number; outcomes?: Map<string, Set<string>> }

/** No server may leave a request without any answer for longer. */
const PATIENCE_MS = 120_000
const PAUSE_MS = 50

export function newSender(seed: number): Sender {
  const since = Date.now()
  const acknowledged = new Set<number>()
  const open = new Set<number>()
  const faults: string[] = []
  const statuses = new Map<number, number>()
  const listeners: ((count: number) => void)[] = []
  let next = 0
  let slowest = 0
  const events = (n: number) => batchOf(seed, n, since)

  return {
    acknowledged,
    open,
    events,
    faults,
    statuses,
    slowestMs: () => slowest,
    onAcknowledged: (listener) => listeners.push(listener),
    stream: async ({ address, connections, until, again }) => {
      const one = async () => {
        while (!until.aborted) {
          const n = next++
          while (!(await attempt(address(), n)) && again && !until.aborted) await sleep(PAUSE_MS)
          if (!again && open.has(n)) return
        }
      }
      await Promise.all(Array.from({ length: connections }, one))
    },
    sendOpen: async (address) => {
      for (const n of [...open]) {
        while (!(await attempt(address, n))) await sleep(PAUSE_MS)
      }
    },
    repeat: async (address, batches) => {
      for (const n of batches) {
        const { outcomes } = await post(address, n)
        const kinds = new Set([...(outcomes?.values() ?? [])].flatMap((each) => [...each]))
        if ([...kinds].join() !== 'duplicate') faults.push(`batch ${n} again: ${[...kinds]}`)
      }
    },
  }

  /** @returns whether it was acknowledged */
  async function attempt(address: string, n: number): Promise<boolean> {
    const isFirst = !open.has(n)
    open.add(n)
    const { status, outcomes } = await post(address, n)
    if (status !== 200 || !outcomes) return false
    for (const [team, kinds] of outcomes) {
      const all = [...kinds].join()
      const isWhole = all === 'accepted' || (!isFirst && all === 'duplicate')
      if (!isWhole) faults.push(`batch ${n} of ${team} is ${all}`)
    }
    open.delete(n)
    acknowledged.add(n)
    for (const listener of listeners) listener(acknowledged.size)
    return true
  }

  async function post(address: string, n: number): Promise<Answered> {
    const started = performance.now()
    const answered = await ask(address, n).catch((error: unknown): Answered => {
      if (error instanceof Error && error.name === 'TimeoutError') {
        faults.push(`batch ${n}: no answer in ${PATIENCE_MS} ms`)
      }
      return { status: 0 }
    })
    slowest = Math.max(slowest, performance.now() - started)
    statuses.set(answered.status, (statuses.get(answered.status) ?? 0) + 1)
    return answered
  }

  async function ask(address: string, n: number): Promise<Answered> {
    const batch = events(n)
    const init = { ...jsonInit('POST', batch), signal: AbortSignal.timeout(PATIENCE_MS) }
    const response = await fetch(`${address}/api/v1/events`, init)
    const { status, headers } = response
    const json: unknown = await response.json()
    if (status === 200) {
      const outcomes = new Map<string, Set<string>>()
      for (const [i, { outcome }] of ingestReplySchema.parse(json).results.entries()) {
        const team = batch[i]?.team ?? ''
        outcomes.set(team, (outcomes.get(team) ?? new Set()).add(outcome))
      }
      return { status, outcomes }
    }
    if (status !== 503) faults.push(`batch ${n} was answered ${status}: ${JSON.stringify(json)}`)
    if (!headers.has('retry-after')) faults.push(`${status} without Retry-After`)
    return { status }
  }
}
