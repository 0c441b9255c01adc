import { parseArgs } from 'node:util'
import { setup } from '#test/support/postgres-setup.ts'
import { backUpWhileWriting } from './backup.ts'
import { walkClock } from './clock.ts'
import { sendCopies } from './copies.ts'
import { crowd } from './crowd.ts'
import { damageFile } from './damage.ts'
import { disturbDatabase } from './database.ts'
import { deployWhileClosing } from './deploy.ts'
import { failOver } from './failover.ts'
import { type Asked, CannotRun, type Figures } from './fault.ts'
import { FULL, fillDisk } from './full.ts'
import { killAtRandom } from './kill.ts'
import { disturbSender } from './line.ts'
import { cutPower } from './power-cut.ts'
import { raceServers } from './race.ts'
import { changeTablesUnderLoad } from './rolling.ts'
import { DATABASES, type Database } from './site.ts'
import { stopUnderLoad } from './stop.ts'

type Fault = { name: string; times: number; run: (asked: Asked) => Promise<Figures> }

/** Each fault, with how often a long run makes it happen. */
const FAULTS: readonly Fault[] = [
  ...onEach('kill', 100, killAtRandom),
  ...onEach('power', 20, cutPower),
  { name: 'database', times: 40, run: disturbDatabase },
  { name: 'failover', times: 5, run: failOver },
  ...FULL.map((what) => ({
    name: `full ${what}`,
    times: 5,
    run: (asked: Asked) => fillDisk(what, asked),
  })),
  ...onEach('line', 20, disturbSender),
  ...onEach('stop', 10, stopUnderLoad),
  ...onEach('deploy', 10, deployWhileClosing),
  ...onEach('crowd', 1_000, crowd),
  ...onEach('copies', 10, sendCopies),
  { name: 'race', times: 20, run: raceServers },
  { name: 'rolling', times: 10, run: changeTablesUnderLoad },
  ...onEach('backup', 6, backUpWhileWriting),
  ...onEach('clock', 20, walkClock),
  { name: 'damage', times: 200, run: damageFile },
]

function onEach(
  name: string,
  times: number,
  run: (database: Database, asked: Asked) => Promise<Figures>,
): Fault[] {
  return DATABASES.map((database) => ({
    name: `${name} ${database}`,
    times,
    run: (asked) => run(database, asked),
  }))
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string' }, seed: { type: 'string' } },
})
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed)
const wanted = FAULTS.filter(({ name }) => {
  const words = name.toLowerCase().split(' ')
  return positionals.every((word) => words.includes(word.toLowerCase()))
})
const counts = { passed: 0, failed: 0, skipped: 0 }
const whyNot = new Set<string>()

const say = (line: string) => process.stdout.write(`${line}\n`)
say(`Node ${process.version}, ${process.platform} ${process.arch}, seed ${seed}`)
// What was started ends with this process, also where it is broken off.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const takeDown = await setup()
for (const { name, times, run } of wanted) {
  const asked = { times: values.times === undefined ? times : Number(values.times), seed }
  const started = performance.now()
  const { kind, words } = await outcomeOf(() => run({ ...asked, say: overwrite }))
  overwrite('')
  counts[kind]++
  const seconds = Math.round((performance.now() - started) / 1_000)
  say(`${name.padEnd(22)} ${kind.padEnd(8)} ${`${seconds} s`.padStart(6)}  ${words}`)
}
await takeDown()
const why = whyNot.size === 0 ? '' : ` (${[...whyNot].join('; ')})`
say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped${why}`)
process.exit(counts.failed === 0 && wanted.length > 0 ? 0 : 1)

async function outcomeOf(
  run: () => Promise<Figures>,
): Promise<{ kind: keyof typeof counts; words: string }> {
  try {
    const figures = Object.entries(await run()).map(([what, value]) => `${what} ${shown(value)}`)
    return { kind: 'passed', words: figures.join(', ') }
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    if (!(error instanceof CannotRun)) return { kind: 'failed', words }
    whyNot.add(words)
    return { kind: 'skipped', words }
  }
}

function shown(value: number | string): string {
  return typeof value === 'number' ? value.toLocaleString('en-US') : value
}

/** How far it is, for whoever watches. */
function overwrite(words: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${words}`)
}
