import { execFile } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { randomFrom } from '#shared/demo/random.ts'
import type { PostgresServer } from '#test/support/postgres-server.ts'
import { startProxy } from '#test/support/proxy.ts'
import type { ServerProcess } from '#test/support/server-process.ts'
import { ownPostgres } from './database.ts'
import { type Asked, CannotRun, type Figures, mustHold } from './fault.ts'
import { throughout } from './outage.ts'
import { newSender } from './sender.ts'
import { addTeams, siteAt, TEAMS } from './site.ts'

const BACK_MS = 90_000

/** A primary that dies under load, and a standby that takes its place: at each time a new pair. */
export async function failOver({ times, seed, say }: Asked): Promise<Figures> {
  const random = randomFrom(seed)
  let batches = 0
  let slowest = 0
  for (let n = 0; n < times; n++) {
    const sender = newSender(seed + n)
    await failOverOnce(sender, random.between(0, 1_500))
    mustHold(sender.faults)
    batches += sender.acknowledged.size
    slowest = Math.max(slowest, sender.slowestMs())
    say?.(`${n + 1} failed over`)
  }
  return { failovers: times, batches, 'slowest answer ms': Math.round(slowest) }
}

async function failOverOnce(sender: ReturnType<typeof newSender>, pauseMs: number): Promise<void> {
  const primary = await ownPostgres()
  let standby: PostgresServer | undefined
  try {
    const url = new URL(await primary.create('failing_over'))
    standby = await standbyOf(primary)
    // Acknowledged means that both have it: else what the primary alone had is lost with it.
    await primary.run(`alter system set synchronous_standby_names = 'standby'`)
    await primary.run('select pg_reload_conf()')
    const proxy = await startProxy(primary.port)
    url.port = String(proxy.port)
    const site = siteAt(url.href)
    await addTeams(site)
    const next = standby
    const failOver = async (server: ServerProcess) => {
      await primary.end('killed')
      await sleep(pauseMs)
      // Found before it is promoted, it can only be read.
      proxy.turnTo(next.port)
      await untilRead(server)
      const { status } = await fetch(`${server.address}/readyz`)
      if (status !== 503) sender.faults.push(`over a standby /readyz is answered ${status}`)
      await sleep(pauseMs)
      await next.run('select pg_promote()')
      await untilReady(server)
    }
    await throughout(site, { sender, disturbances: [failOver] })
    await proxy.close()
    site.close()
  } finally {
    await primary.stop()
    await standby?.stop()
  }
}

async function untilRead({ address }: ServerProcess): Promise<void> {
  const page = `${address}/api/v1/teams/${TEAMS[0]}/usage`
  await until(async () => (await fetch(page)).ok)
}

async function untilReady({ address }: ServerProcess): Promise<void> {
  await until(async () => (await fetch(`${address}/readyz`)).ok)
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + BACK_MS
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not so after ${BACK_MS} ms`)
    await sleep(50)
  }
}

async function standbyOf(primary: PostgresServer): Promise<PostgresServer> {
  const program = join(dirname(realpathSync(primary.binaries.initdb)), 'pg_basebackup')
  if (!existsSync(program)) throw new CannotRun('no pg_basebackup beside this PostgreSQL')
  const from = `host=127.0.0.1 port=${primary.port} user=postgres application_name=standby`
  return ownPostgres({
    fill: async ({ data, user }) => {
      const args = ['-D', data, '-d', from, '-R', '-X', 'stream', '-c', 'fast']
      await promisify(execFile)(program, args, { ...user, cwd: dirname(data) })
    },
  })
}
