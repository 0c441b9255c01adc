import { checkTeam } from '#server/check/check-team.ts'
import { type OpenDatabase, openDatabase } from '#server/database/open.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { addNewerTables } from '#test/support/newer-tables.ts'
import { runToEnd, type ServerProcess } from '#test/support/server-process.ts'
import { type Asked, type Figures, mustHold } from './fault.ts'
import { compare } from './ledger.ts'
import { goesOn } from './outage.ts'
import { newSender, type Sender } from './sender.ts'
import { addTeams, freshUrl, type Site, siteAt, TEAMS } from './site.ts'

const CONNECTIONS = 6
const NEWER = /last used by a newer version/

/**
 * The first half of a rolling deploy: servers go on while a newer version adds to the tables under their
 * load, and one of theirs that starts after it is refused.
 */
export async function changeTablesUnderLoad({ times, seed, say }: Asked): Promise<Figures> {
  let batches = 0
  for (let n = 0; n < times; n++) {
    const sender = newSender(seed + n)
    await changeTables(sender)
    mustHold(sender.faults)
    batches += sender.acknowledged.size
    say?.(`${n + 1} changes`)
  }
  return { changes: times, batches }
}

async function changeTables(sender: Sender): Promise<void> {
  const { faults } = sender
  const url = await freshUrl()
  const site = siteAt(url)
  const servers = [await site.start(), await site.start()]
  // As a server that runs: one that is opened later is refused.
  const database = await openDatabase({ url, folder: '', role: 'tool' })
  try {
    await addTeams(site)
    await streamTo(servers, sender, () => addNewerTables(url))
    faults.push(...(await refusedNow(site)))
    for (const server of servers) {
      const { code, stderr } = await server.stop()
      if (code !== 0 || stderr !== '') faults.push(`a server ended with ${code}: ${stderr}`)
    }
    faults.push(...(await wrongIn(database, sender)))
  } finally {
    await database.close()
    site.close()
  }
}

/** To both in turn, before, while and after `change` happens. */
async function streamTo(
  servers: readonly ServerProcess[],
  sender: Sender,
  change: () => Promise<void>,
): Promise<void> {
  let turn = 0
  const until = new AbortController()
  const streaming = sender.stream({
    address: () => servers[turn++ % servers.length]?.address ?? '',
    connections: CONNECTIONS,
    until: until.signal,
    again: true,
  })
  await goesOn(sender)
  await change()
  await goesOn(sender)
  until.abort()
  await streaming
  for (const server of servers) await sender.sendOpen(server.address)
  if (sender.statuses.has(0)) sender.faults.push('requests had no answer')
}

async function wrongIn(database: OpenDatabase, sender: Sender): Promise<string[]> {
  const site = { look: <T>(work: (database: OpenDatabase) => Promise<T>) => work(database) }
  const faults = await compare(site, { sender, compared: new Map() })
  for (const team of TEAMS) {
    faults.push(...(await checkTeam(database.engine, { team, catalog: DEFAULT_CATALOG })).faults)
  }
  return faults
}

/** Whoever of the older version starts from now on, a server or a command. */
async function refusedNow(site: Site): Promise<string[]> {
  const { code, stderr } = await site.launch().ended
  const command = await runToEnd(['src/server/cli/ledger.ts', 'check'], site.env)
  return [
    ...(code !== 0 && NEWER.test(stderr) ? [] : [`one that started ended with ${code}: ${stderr}`]),
    ...(command.code !== 0 && NEWER.test(command.stderr) ? [] : [`a command: ${command.stderr}`]),
  ]
}
