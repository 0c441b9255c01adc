/** Work side by side, bounded: what comes when all places are taken waits for one. */
export type Lane = {
  /** Places that are neither taken nor spoken for. */
  free: () => number
  run: (work: () => Promise<void>) => Promise<void>
}

/** Lanes by name: a slow one holds up only what is in it. */
export function createLanes(places: (name: string) => number): (name: string) => Lane {
  const lanes = new Map<string, { inside: number; waiting: (() => void)[] }>()

  function leave(name: string): void {
    const lane = lanes.get(name)
    if (!lane) return
    const next = lane.waiting.shift()
    // The place goes to who waits.
    if (next) next()
    else if (--lane.inside === 0) lanes.delete(name)
  }

  return (name) => ({
    free: () => {
      const lane = lanes.get(name)
      return lane ? places(name) - lane.inside - lane.waiting.length : places(name)
    },
    run: async (work) => {
      const lane = lanes.get(name) ?? { inside: 0, waiting: [] }
      lanes.set(name, lane)
      if (lane.inside < places(name)) lane.inside++
      else await new Promise<void>((resolve) => lane.waiting.push(resolve))
      try {
        await work()
      } finally {
        leave(name)
      }
    },
  })
}
