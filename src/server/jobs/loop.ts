import { setTimeout as wait } from 'node:timers/promises'

export type Loop = {
  /** Ends once the round under way has: nothing is broken off. */
  stop: () => Promise<void>
}

/** Does `round` again and again: at once while there is work, else after a pause. */
export function startLoop(options: {
  /**
   * @param signal aborted when it is to stop, for rounds that can be called off
   * @returns how much it did
   */
  round: (signal: AbortSignal) => Promise<number>
  pauseMs: number
  report: (error: unknown) => void
}): Loop {
  const { round, pauseMs, report } = options
  const stopping = new AbortController()
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const done = await round(stopping.signal).catch((error: unknown) => {
        report(error)
        return 0
      })
      if (done === 0) await pause()
    }
  }

  async function pause(): Promise<void> {
    // Woken when it is to stop.
    await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
  }
}
