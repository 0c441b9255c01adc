import { join } from 'node:path'
import { runToEnd } from '#test/support/server-process.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { type Asked, type Figures, mustHold } from './fault.ts'
import { compare } from './ledger.ts'
import { newSender, type Sender } from './sender.ts'
import { addTeams, DATABASES, type Database, newSite, type Site } from './site.ts'

const LEDGER = 'src/server/cli/ledger.ts'
const CONNECTIONS = 4

/** Backs up beside a server that is being written to, and restores it elsewhere. */
export async function backUpWhileWriting(
  database: Database,
  { times, seed }: Asked,
): Promise<Figures> {
  const site = await newSite(database)
  const folder = temporaryFolder()
  const sender = newSender(seed)
  try {
    await (await site.start()).stop()
    await addTeams(site)
    const server = await site.start()
    const until = new AbortController()
    const streaming = sender.stream({
      address: () => server.address,
      connections: CONNECTIONS,
      until: until.signal,
      again: true,
    })
    for (let n = 0; n < times; n++) {
      const into = DATABASES[n % DATABASES.length] ?? 'SQLite'
      const file = join(folder.path, `backup-${n}`)
      const before = new Set(sender.acknowledged)
      await command(site, ['backup', file])
      sender.faults.push(...(await restored(into, { file, sender, before })))
    }
    until.abort()
    await streaming
    await server.stop()
    mustHold(sender.faults)
    return { backups: times, batches: sender.acknowledged.size }
  } finally {
    folder.remove()
    site.close()
  }
}

/** All that was acknowledged before it, each batch whole or not at all, and books that agree. */
async function restored(
  into: Database,
  { file, sender, before }: { file: string; sender: Sender; before: ReadonlySet<number> },
): Promise<string[]> {
  const elsewhere = await newSite(into)
  try {
    await command(elsewhere, ['restore', file])
    const meanwhile = new Set([...sender.acknowledged, ...sender.open])
    const known = { ...sender, acknowledged: before, open: meanwhile }
    const faults = await compare(elsewhere, { sender: known, compared: new Map() })
    return [...faults, ...(await elsewhere.check())]
  } finally {
    elsewhere.close()
  }
}

async function command(site: Site, args: string[]): Promise<void> {
  const ended = await runToEnd([LEDGER, ...args, '--data', site.data], site.env)
  if (ended.code !== 0) mustHold([`${args[0]} ended with ${ended.code}: ${ended.stderr}`])
}
