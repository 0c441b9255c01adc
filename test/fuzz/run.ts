import { fuzz } from './fuzz.ts'

/**
 * `npm run test:fuzz -- COUNT [SEED]`: generated requests against a server with a database of its own,
 * or with that of DATABASE_URL, which should hold nothing.
 */
const [count = '20000', given] = process.argv.slice(2)
const seed = given === undefined ? Date.now() % 2 ** 31 : Number(given)
const databaseUrl = process.env.DATABASE_URL
const started = Date.now()
process.stdout.write(`${count} requests, seed ${seed}\n`)
const { statuses, neverDone, faults } = await fuzz({ count: Number(count), seed, databaseUrl })
for (const [status, times] of [...statuses].toSorted(([a], [b]) => a - b)) {
  process.stdout.write(`${status}  ${times}\n`)
}
process.stdout.write(`never done: ${neverDone.join(' ') || 'none'}\n`)
process.stdout.write(`${Math.round((Date.now() - started) / 1_000)} s, ${faults.length} faults\n`)
for (const fault of faults.slice(0, 50)) process.stdout.write(`\n${fault}\n`)
process.exit(faults.length === 0 ? 0 : 1)
