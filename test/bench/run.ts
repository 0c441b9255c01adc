import { parseArgs } from 'node:util'
import { benchAdmission } from './admission.ts'
import { machine, say } from './figures.ts'
import { DATABASES, type DatabaseName } from './host.ts'
import { benchIngest, benchSingles } from './ingest.ts'
import { benchMemory } from './memory.ts'
import { benchPage } from './page.ts'
import { benchRating } from './rating.ts'
import { benchMembers, benchUsage } from './reads.ts'
import { benchStart } from './start.ts'

const USAGE = `Usage: npm run bench -- [WHAT…] [options]

  rating, ingest, singles, admission, usage, members, memory, page, start; all where none is named.

  --database sqlite|postgres   one only
  --events N    of ingest, usage and start (200000, 1000000, 100000)
  --requests N  of singles and admission (20000)
  --members N   of usage and members (5000, 100000)
  --minutes N   of memory (2)

Figures and ratios for people: nothing passes or fails here. Measure on a machine that does nothing else.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    database: { type: 'string' },
    events: { type: 'string' },
    requests: { type: 'string', default: '20000' },
    members: { type: 'string' },
    minutes: { type: 'string', default: '2' },
    help: { type: 'boolean', short: 'h' },
  },
})

const requests = Number(values.requests)
const minutes = Number(values.minutes)
const eventsOr = (usual: number) => Number(values.events ?? usual)
const membersOr = (usual: number) => Number(values.members ?? usual)

/** Over a database, or without one. */
const BENCHES: Record<string, (database: DatabaseName) => Promise<void>> = {
  ingest: (database) => benchIngest(database, { events: eventsOr(200_000) }),
  singles: (database) => benchSingles(database, { events: requests }),
  admission: (database) => benchAdmission(database, { runs: requests }),
  usage: (database) =>
    benchUsage(database, { events: eventsOr(1_000_000), members: membersOr(5_000) }),
  members: (database) => benchMembers(database, { members: membersOr(100_000) }),
  memory: (database) => benchMemory(database, { minutes }),
  start: (database) => benchStart(database, { events: eventsOr(100_000) }),
}
const ALONE: Record<string, () => Promise<void>> = { rating: benchRating, page: benchPage }

const unknown = positionals.filter((name) => !(name in BENCHES || name in ALONE))
const databases = DATABASES.filter((name) => (values.database ?? name) === name)
if (values.help || unknown.length > 0 || databases.length === 0) {
  say(USAGE)
  process.exit(values.help ? 0 : 2)
}
const isAsked = (name: string) => positionals.length === 0 || positionals.includes(name)
say(machine())
for (const [name, bench] of Object.entries(ALONE)) if (isAsked(name)) await bench()
for (const [name, bench] of Object.entries(BENCHES)) {
  if (!isAsked(name)) continue
  for (const database of databases) await bench(database)
}
