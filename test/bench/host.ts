import { join } from 'node:path'
import type { Member, Team } from '#api/records.ts'
import { addKey } from '#server/cli/keys.ts'
import { type OpenDatabase, openDatabase } from '#server/database/open.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { withMembers } from '#test/contract/store-records.ts'
import { startPostgres } from '#test/support/postgres-server.ts'
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { membersAt, SOURCE, teamAt } from './usage-events.ts'

export const DATABASES = ['sqlite', 'postgres'] as const
export type DatabaseName = (typeof DATABASES)[number]

/** An empty database that keeps what it is told, as an operator's does. */
export type Place = {
  folder: string
  url: string | undefined
  remove: () => Promise<void>
}

/** As PostgreSQL comes, but for its memory, which is set for a machine of long ago. */
const SETTINGS = { shared_buffers: '1GB', max_wal_size: '4GB' }

export async function emptyPlace(database: DatabaseName): Promise<Place> {
  const { path, remove } = temporaryFolder()
  const cluster =
    database === 'postgres' ? await startPostgres({ durable: true, settings: SETTINGS }) : undefined
  return {
    folder: join(path, 'data'),
    url: await cluster?.create('bench'),
    remove: async () => {
      await cluster?.stop()
      remove()
    },
  }
}

/** The database by itself, without a server. */
export async function openPlace({ folder, url }: Place): Promise<OpenDatabase> {
  return openDatabase({ folder, url, role: 'server' })
}

/** The real server in a process of its own, and how a host product asks it. */
export type Host = { server: ServerProcess; headers: Record<string, string> }

export type Filled = { teams: readonly Team[]; members: readonly Member[] }

/** Fills the database with teams, each of the same members. */
export async function fill(place: Place, { teams, members }: Filled): Promise<void> {
  const { store, close } = await openPlace(place)
  for (const team of teams) {
    await store.createTeam(team)
    await withMembers(store.team(team.id), members)
  }
  await close()
}

export async function startHost(place: Place, env: Record<string, string> = {}): Promise<Host> {
  const { folder, url } = place
  const { store, close } = await openPlace(place)
  const asked = { name: 'Bench', scopes: 'events,runs', source: SOURCE }
  const said = await addKey({ store, catalog: DEFAULT_CATALOG }, asked, Date.now())
  await close()
  const server = await startServerProcess({
    data: folder,
    env: {
      HEADROOM_EXAMPLE: 'off',
      HEADROOM_VIEW_AS: 'off',
      HEADROOM_LOG: 'warn',
      HEADROOM_SECRET: 'for measuring only, and never for a server of somebody',
      ...(url === undefined ? {} : { DATABASE_URL: url }),
      ...env,
    },
  })
  return { server, headers: { authorization: `Bearer ${said.split('\n', 1)[0]}` } }
}

/** The server over an empty database with one team of so many members, made for one measurement. */
export async function hostOfOneTeam(
  database: DatabaseName,
  members: number,
): Promise<Host & { place: Place; now: Millis; urlOf: (path: string) => string }> {
  const now = Date.now()
  const place = await emptyPlace(database)
  await fill(place, { teams: [teamAt(now)], members: membersAt(now, members) })
  const { server, headers } = await startHost(place)
  return { place, now, server, headers, urlOf: (path) => `${server.address}/api/v1/${path}` }
}
