import { setTimeout as sleep } from 'node:timers/promises'
import { randomFrom } from '#shared/demo/random.ts'
import { type PostgresServer, startPostgres } from '#test/support/postgres-server.ts'
import { type Line, startProxy } from '#test/support/proxy.ts'
import { type Asked, CannotRun, type Figures, mustHold } from './fault.ts'
import { type Disturbance, throughout } from './outage.ts'
import { newSender } from './sender.ts'
import { addTeams, siteAt } from './site.ts'

/** A cluster as an operator has it, or why there is none here. */
export async function ownPostgres(
  options: Parameters<typeof startPostgres>[0] = {},
): Promise<PostgresServer> {
  try {
    return await startPostgres({ durable: true, ...options })
  } catch (error) {
    if (process.env.CI === 'true') throw error
    throw new CannotRun(`no PostgreSQL on this machine: ${error}`)
  }
}

type With = {
  postgres: PostgresServer
  proxy: Line
  between: (low: number, high: number) => number
}

/** What happens to a database, and to the line to it, in turn. */
const DISTURBANCES: Record<string, (given: With) => Disturbance> = {
  restarted: ({ postgres }) => {
    return async () => {
      await postgres.end('fast')
      await postgres.start()
    }
  },
  crashed: ({ postgres, between }) => {
    return async () => {
      await postgres.end('immediate')
      await sleep(between(0, 2_000))
      await postgres.start()
    }
  },
  'its connections ended': ({ postgres }) => {
    return async () => {
      await postgres.run(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'headroom'`,
      )
    }
  },
  'its tables locked': ({ postgres, between }) => {
    return async () => {
      const seconds = between(500, 3_000) / 1_000
      await postgres.run(
        `begin; lock table teams in access exclusive mode; select pg_sleep(${seconds}); commit`,
        'disturbed',
      )
    }
  },
  'cut off': ({ proxy, between }) => {
    return async () => {
      proxy.set({ kind: 'cut' })
      await sleep(between(200, 3_000))
      proxy.set({ kind: 'fair' })
    }
  },
  stalled: ({ proxy, between }) => {
    return async () => {
      proxy.set({ kind: 'stalled' })
      await sleep(between(500, 3_000))
      proxy.set({ kind: 'fair' })
    }
  },
  slow: ({ proxy, between }) => {
    return async () => {
      proxy.set({ kind: 'slow', delayMs: between(20, 80) })
      await sleep(between(500, 3_000))
      proxy.set({ kind: 'fair' })
    }
  },
  'the answer to a commit lost': ({ proxy }) => {
    return async () => {
      proxy.set({ kind: 'deaf', after: 'commit', asks: 3 })
      while (proxy.lost() < 3) await sleep(10)
      proxy.set({ kind: 'fair' })
    }
  },
}

/** Restarts, crashes, cuts, stalls and slows a real PostgreSQL under a server that goes on. */
export async function disturbDatabase({ times, seed }: Asked): Promise<Figures> {
  const postgres = await ownPostgres()
  const random = randomFrom(seed)
  const kinds = Object.values(DISTURBANCES)
  try {
    const direct = await postgres.create('disturbed')
    const proxy = await startProxy(postgres.port)
    const through = new URL(direct)
    through.port = String(proxy.port)
    const site = siteAt(through.href, direct)
    await addTeams(site)
    const sender = newSender(seed)
    const given = { postgres, proxy, between: random.between }
    const disturbances = Array.from({ length: times }, (_, n) => kinds[n % kinds.length]?.(given))
    const figures = await throughout(site, {
      sender,
      disturbances: disturbances.filter((each) => each !== undefined),
    })
    await proxy.close()
    site.close()
    mustHold(sender.faults)
    return figures
  } finally {
    await postgres.stop()
  }
}
