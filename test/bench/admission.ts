import { perSecond, quantilesOf, row, timed, told } from './figures.ts'
import { type DatabaseName, hostOfOneTeam } from './host.ts'
import { sendAll } from './load.ts'
import { processorTimeEach } from './processor.ts'

const PARALLEL = 64
const WARM = 1_000

/** Many runs ask at once for credits of one account. */
export async function benchAdmission(
  database: DatabaseName,
  options: { runs: number },
): Promise<void> {
  const { place, server, headers, urlOf } = await hostOfOneTeam(database, 1)
  const url = urlOf('runs')
  const bodiesOf = (name: string, count: number) =>
    Array.from({ length: count }, (_, n) =>
      JSON.stringify({ team: 'bench', run: `${name}-${n}`, resource: 'api-calls', estimate: 1 }),
    )
  const load = { url, headers, connections: PARALLEL, expected: '"state":"admitted"' }
  await sendAll({ ...load, bodies: bodiesOf('warm', WARM) })
  let took: number[] = []
  let whole = 0
  const each = await processorTimeEach({ pid: server.pid, count: options.runs }, async () => {
    whole = await timed(async () => {
      took = await sendAll({ ...load, bodies: bodiesOf('run', options.runs) })
    })
  })
  await server.stop()
  await place.remove()
  const figure = `${told(quantilesOf(took))}, ${perSecond(options.runs, whole)}`
  row(`${database}: admission, ${PARALLEL} parallel, one account`, figure, 'p99 under 15 ms')
  row(`${database}: the server’s processor time of a run`, each, '')
}
