import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '#api/ports.ts'
import type { ServerProcess } from '#test/support/server-process.ts'
import { addDue, closedOf, whenClosed } from './due.ts'
import { type Asked, type Figures, mustHold } from './fault.ts'
import { type Database, newSite, type Site } from './site.ts'

/** So many that no stop comes after the last of them. */
const TEAMS_EACH = 24
const PATIENCE_MS = 120_000

/**
 * Asks the server to stop while it closes cycles, and starts the next: on PostgreSQL before the other has
 * ended, as a rolling deploy does.
 */
export async function deployWhileClosing(database: Database, asked: Asked): Promise<Figures> {
  const site = await newSite(database)
  const faults: string[] = []
  try {
    await (await site.start()).stop()
    for (let n = 0; n < asked.times; n++) {
      const teams = Array.from({ length: TEAMS_EACH }, (_, at) => `deploy-${n}-${at}`)
      await site.look(({ store }) => addAll(store, teams))
      faults.push(...(await deploy(site, { teams, rolls: database === 'PostgreSQL' })))
      asked.say?.(`${n + 1} deploys`)
    }
    faults.push(...(await site.check()))
    mustHold(faults)
    return { deploys: asked.times, teams: asked.times * TEAMS_EACH }
  } finally {
    site.close()
  }
}

async function addAll(store: Store, teams: readonly string[]): Promise<void> {
  for (const team of teams) await addDue(store, team)
}

async function deploy(
  site: Site,
  { teams, rolls }: { teams: readonly string[]; rolls: boolean },
): Promise<string[]> {
  const faults: string[] = []
  const stop = async (server: ServerProcess) => {
    const { code, stderr } = await server.stop()
    if (code !== 0 || stderr !== '') faults.push(`a stop ended with ${code}: ${stderr}`)
  }
  await site.look(async ({ store }) => {
    const former = await site.start()
    await until(async () => (await closed(store, teams)) > 0)
    const next = rolls ? site.start() : undefined
    await stop(former)
    const before = await closed(store, teams)
    if (!rolls && before === teams.length) faults.push('all was closed before: it proves nothing')
    const server = await (next ?? site.start())
    await until(async () => (await closed(store, teams)) === teams.length)
    await stop(server)
    for (const team of teams) {
      const found = await closedOf(store.team(team))
      if (found !== whenClosed()) faults.push(`${team} was closed as ${found}`)
    }
  })
  return faults
}

/** Of how many teams anything is. */
async function closed(store: Store, teams: readonly string[]): Promise<number> {
  let count = 0
  for (const team of teams) if (await store.team(team).lastClosing()) count++
  return count
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not closed after ${PATIENCE_MS} ms`)
    await sleep(5)
  }
}
