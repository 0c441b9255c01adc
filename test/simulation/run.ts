import { parseArgs } from 'node:util'
import { startPostgres } from '#test/support/postgres-server.ts'
import { describeFound, type Simulation, simulate } from './simulate.ts'
import { MEMORY, postgresWorlds, SQLITE } from './world.ts'

/**
 * `npm run test:simulate -- --operations 1000000 --seed 7 --database sqlite|postgres|both`: years of made-up
 * teams, on the databases, on the store in memory and on a model, until something differs. With `--quick`
 * without the store in memory: the model is beside them all the same.
 */
const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    database: { type: 'string', default: 'sqlite' },
    year: { type: 'string' },
    'a-year': { type: 'string', default: '5000' },
    quick: { type: 'boolean', default: false },
  },
})
const say = (line: string) => process.stdout.write(`${line}\n`)
const { operations, seed, database, year } = values
const operationsAYear = Number(values['a-year'])
const cluster = database === 'sqlite' ? undefined : await startPostgres()
let databases = 0
const postgres = postgresWorlds(async () => {
  if (!cluster) throw new Error('PostgreSQL was not started')
  return cluster.create(`year_${++databases}`)
})
const started = performance.now()
const beside = values.quick ? [] : [MEMORY]
const kinds: Record<string, Simulation['kinds']> = {
  sqlite: [SQLITE, ...beside],
  postgres: [postgres, ...beside],
  both: [postgres, SQLITE, ...beside],
}
const chosen = kinds[database]
if (!chosen) throw new Error(`there is no database ${database}`)
say(
  `seed ${seed}, ${operations} operations, ${chosen.map(({ name }) => name).join(', ')} and a model`,
)
const { total, years, found } = await simulate({
  seed: Number(seed),
  operations: Number(operations),
  operationsAYear,
  kinds: chosen,
  ...(year === undefined ? {} : { year: Number(year) }),
  onYear: ({ year, total }) => say(`year ${year}: ${told(total)}`),
})
say(`${years} years, ${told(total)}`)
if (found) {
  const again = `--operations ${operationsAYear} --a-year ${operationsAYear} --seed ${seed} --database ${database}`
  say(describeFound(found, `npm run test:simulate -- ${again}`))
} else {
  say('no difference')
}
await cluster?.stop()
process.exit(found ? 1 : 0)

function told(of: typeof total): string {
  const seconds = Math.round((performance.now() - started) / 1_000)
  const { operations, events, faults, races, looks } = of
  return `${operations} operations with ${events} events, ${faults} faults, ${races} races, ${looks} looks, ${seconds} s`
}
