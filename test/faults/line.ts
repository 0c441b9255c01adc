import { setTimeout as sleep } from 'node:timers/promises'
import { randomFrom } from '#shared/demo/random.ts'
import { startProxy } from '#test/support/proxy.ts'
import { type Asked, type Figures, mustHold } from './fault.ts'
import { type Disturbance, throughout } from './outage.ts'
import { newSender } from './sender.ts'
import { addTeams, type Database, newSite } from './site.ts'

/** Cuts, stalls and slows the line between sender and server, and loses answers on it. */
export async function disturbSender(database: Database, { times, seed }: Asked): Promise<Figures> {
  const site = await newSite(database)
  const random = randomFrom(seed)
  const sender = newSender(seed)
  const proxy = await startProxy(0)
  try {
    await (await site.start()).stop()
    await addTeams(site)
    const kinds: Disturbance[] = [
      async () => {
        proxy.set({ kind: 'cut' })
        await sleep(random.between(100, 1_000))
      },
      async () => {
        proxy.set({ kind: 'deaf', after: 'POST /api', asks: 5 })
        while (proxy.lost() < 5) await sleep(10)
      },
      async () => {
        proxy.set({ kind: 'stalled' })
        await sleep(random.between(100, 1_000))
        // Half of what was sent is on its way when it breaks.
        proxy.set({ kind: 'cut' })
      },
      async () => {
        proxy.set({ kind: 'slow', delayMs: random.between(20, 100) })
        await sleep(random.between(200, 1_000))
      },
    ]
    const disturbances = Array.from(
      { length: times },
      (_, n): Disturbance =>
        async (server) => {
          await kinds[n % kinds.length]?.(server)
          proxy.set({ kind: 'fair' })
        },
    )
    const figures = await throughout(site, { sender, disturbances, through: proxy })
    mustHold(sender.faults)
    return { ...figures, 'no answer': sender.statuses.get(0) ?? 0 }
  } finally {
    await proxy.close()
    site.close()
  }
}
