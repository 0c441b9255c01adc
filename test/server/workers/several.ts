import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#server/database/open.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { freshPostgres } from '#test/support/postgres.ts'
import { type ServerProcess, startServerProcess } from '#test/support/server-process.ts'
import { addAcme } from '#test/support/team.ts'

type Options = {
  workers: number
  requestsPerMinute: number
  /** Whether the team is there. */
  acme: boolean
  env?: Record<string, string>
}

export type Several = ServerProcess & {
  /** Where its metrics are. */
  metrics: string
  /** Which worker's process was started when, by what the log says. */
  started: () => { worker: number; process: number }[]
  /** The processes that answered requests so far. */
  answered: () => Set<number>
}

/** A server of several processes over a PostgreSQL of its own, and what is to be done at the end. */
export async function startSeveral(
  options: Options,
): Promise<{ server: Several; remove: () => void } | { missing: string }> {
  const fresh = await freshPostgres()
  if ('missing' in fresh) return fresh
  const { url } = fresh
  const folder = mkdtempSync(join(tmpdir(), 'headroom-workers-'))
  const data = join(folder, 'data')
  if (options.acme) {
    const database = await openDatabase({ url, folder: data, role: 'server' })
    await addAcme(database.store)
    await database.close()
  }
  const { requestsPerMinute } = options
  const catalog = join(folder, 'catalog.json')
  writeFileSync(catalog, JSON.stringify({ ...DEFAULT_CATALOG, requestsPerMinute }))
  const process = await startServerProcess({
    data,
    args: ['--workers', String(options.workers)],
    env: {
      DATABASE_URL: url,
      HEADROOM_CATALOG: catalog,
      HEADROOM_CONNECTIONS: '5',
      HEADROOM_LOG: 'debug',
      HEADROOM_METRICS: '0',
      HEADROOM_SECRET: 'no secret at all, for a test of thirty-two bytes',
      ...options.env,
    },
  })
  const server: Several = {
    ...process,
    metrics: /^ {2}Metrics +(\S+)$/m.exec(process.stdout())?.[1] ?? '',
    started: () =>
      linesOf(process).flatMap(({ worker, process: id, msg }) =>
        msg === 'a worker serves' && worker !== undefined && id !== undefined
          ? [{ worker, process: id }]
          : [],
      ),
    answered: () =>
      new Set(linesOf(process).flatMap(({ msg, pid }) => (msg === 'request' ? [pid] : []))),
  }
  return { server, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

type Line = { msg: string; pid: number; worker?: number; process?: number }

/** What else it says is for people. The last line may not be whole yet. */
function linesOf({ stdout }: ServerProcess): Line[] {
  return stdout()
    .split('\n')
    .slice(0, -1)
    .flatMap((line): Line[] => (line.startsWith('{') ? [JSON.parse(line)] : []))
}
