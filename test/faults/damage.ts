import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkLedger } from '#server/cli/check-ledger.ts'
import { DatabaseRefused } from '#server/database/errors.ts'
import { openDatabase } from '#server/database/open.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { type Random, randomFrom } from '#shared/demo/random.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { type Asked, type Figures, mustHold } from './fault.ts'
import { newSender } from './sender.ts'
import { addTeams, siteIn, TEAMS } from './site.ts'

const FILE = 'headroom.sqlite'

type Found = 'refused' | 'told by check' | 'failed in use' | 'not noticed'

/** Flips bits of an SQLite file, or cuts it short: it is refused or still that ledger, never a new one. */
export async function damageFile({ times, seed }: Asked): Promise<Figures> {
  const folder = temporaryFolder()
  const random = randomFrom(seed)
  const faults: string[] = []
  const counts: Record<Found, number> = {
    refused: 0,
    'told by check': 0,
    'failed in use': 0,
    'not noticed': 0,
  }
  try {
    const whole = await filledFile(folder.path, seed)
    for (let n = 0; n < times; n++) {
      const data = join(folder.path, `damaged-${n}`)
      mkdirSync(data)
      const path = join(data, FILE)
      copyFileSync(whole, path)
      const isCut = n % 4 === 3
      if (isCut) truncateSync(path, random.between(0, readFileSync(path).length - 1))
      else flipBit(path, random)
      const before = readFileSync(path)
      const found = await openedAs(data)
      if (typeof found === 'string') counts[found]++
      else faults.push(`round ${n}: ${found.fault}`)
      if (isCut && found !== 'refused') faults.push(`round ${n}: a cut file was opened`)
      if (found === 'refused' && !readFileSync(path).equals(before)) {
        faults.push(`round ${n}: the refused file was changed`)
      }
    }
    mustHold(faults)
    return { files: times, ...counts }
  } finally {
    folder.remove()
  }
}

async function filledFile(path: string, seed: number): Promise<string> {
  const site = siteIn(join(path, 'whole'))
  mkdirSync(join(path, 'whole'))
  const sender = newSender(seed)
  await (await site.start()).stop()
  await addTeams(site)
  const server = await site.start()
  const until = new AbortController()
  sender.onAcknowledged((count) => count >= 30 && until.abort())
  const address = () => server.address
  await sender.stream({ address, connections: 2, until: until.signal, again: true })
  await server.stop()
  return join(site.data, FILE)
}

function flipBit(path: string, random: Random): void {
  const bytes = readFileSync(path)
  const at = random.between(0, bytes.length - 1)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7))
  writeFileSync(path, bytes)
}

/** What an operator sees of it; a fault only where it is taken for a ledger that it is not. */
async function openedAs(folder: string): Promise<Found | { fault: string }> {
  const opened = await openDatabase({ folder, role: 'server' }).catch((error: unknown) => error)
  if (opened instanceof DatabaseRefused) return 'refused'
  if (opened instanceof Error) return { fault: `not refused in words: ${opened.message}` }
  if (!isOpen(opened)) return { fault: 'neither opened nor refused' }
  try {
    const teams = await opened.store.teams()
    if (teams.length !== TEAMS.length) return { fault: `${teams.length} teams are left` }
    const asked = { repair: false, asOf: Date.now() }
    await checkLedger({ ...opened, catalog: DEFAULT_CATALOG }, asked)
    return 'not noticed'
  } catch (error) {
    const isTold = error instanceof Error && error.message.includes('do not agree')
    return isTold ? 'told by check' : 'failed in use'
  } finally {
    await opened.close().catch(() => undefined)
  }
}

type Opened = Awaited<ReturnType<typeof openDatabase>>

function isOpen(opened: unknown): opened is Opened {
  return typeof opened === 'object' && opened !== null && 'store' in opened
}
