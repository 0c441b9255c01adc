import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type OpenDatabase, openDatabase } from '#server/database/open.ts'

export type Ended = { code: number | null; out: string; err: string }
export type Command = 'import' | 'team' | 'rejected' | 'export' | 'mails' | 'key' | 'ledger'

export type Place = {
  folder: string
  /** Writes a file and gives its path. */
  file: (name: string, content: string | Buffer) => string
  /** Runs a command on this place's data, as a process of its own. */
  run: (command: Command, ...args: string[]) => Promise<Ended>
  start: (command: Command, args: string[], node?: string[]) => Started
  open: () => Promise<OpenDatabase>
}

export type Started = { interrupt: () => void; ended: Promise<Ended> }

/** A folder with a database of its own, gone when the test is, or with a PostgreSQL's `url`. */
export function newPlace(url?: string): Place {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const data = join(folder, 'data')
  const start = (command: Command, args: string[], node: string[] = []) =>
    startCommand(command, { args, node, data, url, cwd: folder })
  return {
    folder,
    file: (name, content) => {
      const path = join(folder, name)
      writeFileSync(path, content)
      return path
    },
    run: (command, ...args) => start(command, args).ended,
    start,
    open: () => openDatabase({ folder: data, url, role: 'tool' }),
  }
}

type WithTeam = { plan?: string; url?: string }

/** A place with a team `acme` on the Team plan. */
export async function placeWithTeam({ plan = 'team', url }: WithTeam = {}): Promise<Place> {
  const place = newPlace(url)
  const { store, close } = await place.open()
  await store.createTeam({
    id: 'acme',
    name: 'Acme',
    plan,
    zone: 'Europe/Berlin',
    anchor: '2023-01-31',
    createdAt: Date.now(),
    example: false,
  })
  await close()
  return place
}

function startCommand(
  command: Command,
  options: { args: string[]; node: string[]; data: string; url: string | undefined; cwd: string },
): Started {
  const { args, node, data, url, cwd } = options
  const script = fileURLToPath(new URL(`../../../src/server/cli/${command}.ts`, import.meta.url))
  const child = spawn(process.execPath, [...node, script, ...args], {
    cwd,
    env: {
      PATH: process.env.PATH,
      HEADROOM_DATA: data,
      ...(url === undefined ? {} : { DATABASE_URL: url }),
    },
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, out, err }))
  })
  return { interrupt: () => child.kill('SIGINT'), ended }
}
