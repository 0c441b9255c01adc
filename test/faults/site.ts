import { join } from 'node:path'
import type { SwitchDecision } from '#api/records.ts'
import { type OpenDatabase, openDatabase } from '#server/database/open.ts'
import { DAY } from '#shared/credits/amounts.ts'
import { aMember, aTeam } from '#test/contract/store-records.ts'
import { freshPostgres } from '#test/support/postgres.ts'
import {
  type Launched,
  launchServer,
  runToEnd,
  type ServerProcess,
} from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { CannotRun } from './fault.ts'

export const DATABASES = ['SQLite', 'PostgreSQL'] as const
export type Database = (typeof DATABASES)[number]

/** Where a server keeps its data, and how it is started there. */
export type Site = {
  /** What a command or server beside it is told. */
  env: Record<string, string>
  data: string
  launch: (more?: Record<string, string>) => Launched
  start: (more?: Record<string, string>) => Promise<ServerProcess>
  /** Looks into the database beside the server. */
  look: <T>(work: (database: OpenDatabase) => Promise<T>) => Promise<T>
  /** What is wrong in the books of all teams: nothing, if they agree. */
  check: () => Promise<string[]>
  close: () => void
}

/** Nothing is sent anywhere, nobody signs in: whoever is on this machine may send and look. */
const SETTINGS = { HEADROOM_VIEW_AS: 'on', HEADROOM_EXAMPLE: 'off', HEADROOM_LOG: 'error' }

/** A new place on either database, with nothing in it. */
export async function newSite(database: Database): Promise<Site> {
  return database === 'SQLite' ? siteIn(undefined) : siteAt(await freshUrl())
}

export async function freshUrl(): Promise<string> {
  const fresh = await freshPostgres()
  if ('missing' in fresh) throw new CannotRun(`no PostgreSQL on this machine: ${fresh.missing}`)
  return fresh.url
}

/** SQLite in a folder, or in one that is gone afterwards. */
export function siteIn(folder: string | undefined): Site {
  const temporary = folder === undefined ? temporaryFolder() : undefined
  const data = join(temporary?.path ?? folder ?? '', 'data')
  return site({ data, env: SETTINGS, close: () => temporary?.remove() })
}

/**
 * @param url what the server is told
 * @param direct how the database is reached past whatever is between
 */
export function siteAt(url: string, direct = url): Site {
  const { path, remove } = temporaryFolder()
  const env = { ...SETTINGS, DATABASE_URL: url }
  return site({ data: join(path, 'data'), env, direct, close: remove })
}

function site(options: {
  data: string
  env: Record<string, string>
  direct?: string
  close: () => void
}): Site {
  const { data, env, direct, close } = options
  const launch = (more = {}) => launchServer({ data, env: { ...env, ...more } })
  const beside = direct === undefined ? env : { ...env, DATABASE_URL: direct }
  return {
    data,
    env,
    launch,
    start: (more) => launch(more).running,
    look: async (work) => {
      const database = await openDatabase({ url: direct, folder: data, role: 'tool' })
      try {
        return await work(database)
      } finally {
        await database.close()
      }
    },
    check: async () => {
      const args = ['src/server/cli/ledger.ts', 'check', '--data', data]
      const { code, stdout, stderr } = await runToEnd(args, beside)
      return code === 0 ? [] : [`check ended with ${code}: ${stdout}${stderr}`]
    },
    close,
  }
}

export const TEAMS = ['amber', 'birch', 'cedar'] as const
export const MEMBERS = ['ann', 'bob', 'cleo'] as const

/** Teams of a day each in its own zone, one of which goes on as it pays. */
export async function addTeams(site: Site): Promise<void> {
  const zones = ['UTC', 'Asia/Kathmandu', 'America/New_York']
  const createdAt = Date.now() - 40 * DAY
  await site.look(async ({ store }) => {
    for (const [at, id] of TEAMS.entries()) {
      await store.createTeam(
        aTeam({ id, zone: zones[at] ?? 'UTC', anchor: '2026-01-31', createdAt }),
      )
      await store.team(id).write(async (tx) => {
        await tx.addMembers(MEMBERS.map((member) => aMember(member, { createdAt })))
        if (at === 0) await tx.addSwitches([{ ...ON, at: createdAt }])
      })
    }
  })
}

const ON: Omit<SwitchDecision, 'at'> = {
  seq: 1,
  holder: '',
  resource: 'flows',
  on: true,
  actor: { id: 'ann', name: 'Ann' },
}
