import { chmodSync, chownSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { NOBODY } from '#test/support/postgres-server.ts'
import { mountSmall } from '#test/support/volume.ts'
import { ownPostgres } from './database.ts'
import { type Asked, CannotRun, type Figures, mustHold } from './fault.ts'
import { type Disturbance, throughout } from './outage.ts'
import { newSender, type Sender } from './sender.ts'
import { addTeams, type Site, siteAt, siteIn } from './site.ts'

const MEGABYTES = 160
const REFUSALS = 5

/** Where the room runs out: what lies there is on a small file system of its own. */
export const FULL = ['SQLite', 'PostgreSQL’s data', 'PostgreSQL’s log'] as const
type Full = (typeof FULL)[number]

type Place = { site: Site; goOn: () => Promise<void>; close: () => Promise<void> }

/** Fills the disk under the database while events stream in, and gives the room back. */
export async function fillDisk(what: Full, { times, seed }: Asked): Promise<Figures> {
  const small = await mountSmall(MEGABYTES)
  if ('missing' in small) throw new CannotRun(small.missing)
  const sender = newSender(seed)
  let place: Place | undefined
  try {
    place = await PLACES[what](small.path)
    await addTeams(place.site)
    const fill = filling(small.path, { sender, goOn: place.goOn })
    const disturbances = Array.from({ length: times }, () => fill)
    const figures = await throughout(place.site, { sender, disturbances })
    mustHold(sender.faults)
    return figures
  } finally {
    await place?.close()
    await small.remove()
  }
}

function filling(
  path: string,
  { sender, goOn }: { sender: Sender; goOn: () => Promise<void> },
): Disturbance {
  const ballast = join(path, 'ballast')
  return async () => {
    const before = sender.statuses.get(503) ?? 0
    while ((sender.statuses.get(503) ?? 0) < before + REFUSALS) {
      fillUp(path, ballast)
      await sleep(20)
    }
    rmSync(ballast)
    await goOn()
  }
}

/** To the last block, also of what has been freed meanwhile. */
export function fillUp(path: string, ballast: string): void {
  const { bavail, bsize } = statfsSync(path)
  try {
    writeFileSync(ballast, Buffer.alloc(Number(bavail) * Number(bsize)), { flag: 'a' })
  } catch {
    // Somebody else was faster: it is as full as it can be.
  }
}

const PLACES: Record<Full, (path: string) => Promise<Place>> = {
  SQLite: async (path) => {
    const site = siteIn(path)
    await (await site.start()).stop()
    return { site, goOn: async () => {}, close: async () => site.close() }
  },
  'PostgreSQL’s data': async (path) => {
    const postgres = await ownPostgres()
    await postgres.run(`create tablespace small location '${folderIn(path)}'`)
    const site = siteAt(await postgres.create('full_data', 'tablespace small'))
    return { site, goOn: async () => {}, close: () => postgres.stop() }
  },
  'PostgreSQL’s log': async (path) => {
    const postgres = await ownPostgres({
      flags: [`--waldir=${folderIn(path)}`, '--wal-segsize=4'],
      settings: { min_wal_size: '8MB', max_wal_size: '32MB' },
    })
    const site = siteAt(await postgres.create('full_log'))
    return {
      site,
      // Without room for its log PostgreSQL ends itself: whoever looks after it starts it again.
      goOn: async () => {
        await sleep(1_000)
        if (!postgres.isUp()) await postgres.start()
      },
      close: () => postgres.stop(),
    }
  },
}

function folderIn(path: string): string {
  chmodSync(path, 0o755)
  const folder = join(path, 'own')
  mkdirSync(folder, { mode: 0o700 })
  if (process.getuid?.() === 0) chownSync(folder, NOBODY, NOBODY)
  return folder
}
