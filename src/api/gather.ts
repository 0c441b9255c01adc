import { StoreUnavailable } from './ports.ts'

type Waiting<Item, Result> = {
  items: readonly Item[]
  resolve: (results: Result[]) => void
  reject: (error: unknown) => void
}

/**
 * Does what several callers ask of one subject together: nobody waits for company, but whoever comes
 * while a round is under way goes with the others in the next. So the more ask at once, the less each
 * costs, and what a round reads, it reads after all of them asked.
 *
 * Where a round of several fails for another reason than the store, each is done alone, so that nobody
 * fails for what another asked.
 */
export function gathering<Item, Result>(options: {
  /** Of items in a round; a caller's own stay together, however many. */
  most: number
  /** @returns a result for each item, in order */
  round: (subject: string, items: readonly Item[]) => Promise<Result[]>
}): (subject: string, items: readonly Item[]) => Promise<Result[]> {
  const { most, round } = options
  const queues = new Map<string, Waiting<Item, Result>[]>()

  const serve = async (subject: string, queue: Waiting<Item, Result>[]) => {
    while (queue.length > 0) {
      await together(subject, queue.splice(0, fitting(queue, most)))
    }
    queues.delete(subject)
  }

  const together = async (subject: string, callers: readonly Waiting<Item, Result>[]) => {
    try {
      const results = await round(
        subject,
        callers.flatMap(({ items }) => items),
      )
      let from = 0
      for (const { items, resolve } of callers) {
        resolve(results.slice(from, from + items.length))
        from += items.length
      }
    } catch (error) {
      if (callers.length === 1 || error instanceof StoreUnavailable) {
        for (const { reject } of callers) reject(error)
      } else {
        for (const caller of callers) await together(subject, [caller])
      }
    }
  }

  return (subject, items) =>
    new Promise((resolve, reject) => {
      const caller = { items, resolve, reject }
      const queue = queues.get(subject)
      if (queue) {
        queue.push(caller)
        return
      }
      const own = [caller]
      queues.set(subject, own)
      void serve(subject, own)
    })
}

/** How many of the callers go together: the first in any case. */
function fitting<Item>(queue: readonly { items: readonly Item[] }[], most: number): number {
  let count = 0
  let sum = 0
  for (const { items } of queue) {
    sum += items.length
    if (count > 0 && sum > most) break
    count++
  }
  return count
}
