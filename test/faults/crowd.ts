import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TEAM_HOLDER } from '#api/records.ts'
import { usageReplySchema } from '#shared/contract/usage.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { askAlone } from '#test/support/own-connection.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { addAcme } from '#test/support/team.ts'
import { type Asked, type Figures, mustHold } from './fault.ts'
import { type Database, newSite } from './site.ts'

/** No multiple of any number of connections, nor does it divide what is included. */
const ESTIMATE = 7
/** The plan's 100, and two blocks of 1,000 that the cap lets be bought: 300 runs of 7. */
const CAP_MICROS = 20_000_000
const MOST = 2_100
const PROCESSES = 2

/**
 * So many runs and as many switches of pay-as-you-go at the same instant, each on a connection of its own, by two
 * processes where the database allows two. The limit is never passed, and nobody is blocked for whom there is room.
 */
export async function crowd(database: Database, { times }: Asked): Promise<Figures> {
  const site = await newSite(database)
  await site.look(({ store }) => addAcme(store))
  const folder = temporaryFolder()
  const catalog = join(folder.path, 'catalog.json')
  writeFileSync(catalog, JSON.stringify({ ...DEFAULT_CATALOG, requestsPerMinute: 1_000_000 }))
  const workers = database === 'SQLite' ? 1 : PROCESSES
  const server = await site.start({ HEADROOM_CATALOG: catalog, HEADROOM_WORKERS: `${workers}` })
  const ask = asksOf(server.address)
  const faults: string[] = []
  const same = (what: string, is: unknown, wanted: unknown) => {
    if (is !== wanted) faults.push(`${what}: ${is}, not ${wanted}`)
  }
  await ask.setCap()

  const runs = all(times, (n) => ask.run(`r${n}`))
  const switches = all(times, (n) => ask.switch(n % 3 !== 0))
  const [answers, decided] = await Promise.all([runs, switches])
  const admitted = countOf(answers, 200)
  same('runs that were refused', countOf(answers, 402), times - admitted)
  same('switches that were made', countOf(decided, 200), times)
  same('credits set aside', await ask.held(), admitted * ESTIMATE)
  if (admitted * ESTIMATE > MOST) faults.push(`${admitted} runs were admitted`)

  same('the last switch on', await ask.switch(true), 200)
  const room = MOST / ESTIMATE - admitted
  const more = await all(room + 40, (n) => ask.run(`more-${n}`))
  same('runs for which there was room', countOf(more, 200), room)
  same('runs past it', countOf(more, 402), 40)
  same('credits set aside in the end', await ask.held(), MOST)
  same('the last switch off', await ask.switch(false), 200)
  same('a run after it', await ask.run('late'), 402)

  await site.look(async ({ store }) => {
    const span = { from: 0, to: Number.MAX_SAFE_INTEGER }
    const of = { ...span, resource: 'flows', holder: TEAM_HOLDER } as const
    const history = await store.team('acme').switchHistory(of)
    same('decisions', new Set(history.map(({ seq }) => seq)).size, times + 2)
    same('the last decision', history.toSorted((a, b) => b.seq - a.seq)[0]?.on, false)
  })
  const { code, stderr } = await server.stop()
  same('the server ended with', `${code} ${stderr}`, '0 ')
  faults.push(...(await site.check()))
  site.close()
  folder.remove()
  mustHold(faults)
  return { processes: workers, runs: times, switches: times, admitted, 'tried again': ask.again() }
}

function all<T>(count: number, each: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => each(n)))
}

function countOf(statuses: readonly number[], wanted: number): number {
  return statuses.filter((status) => status === wanted).length
}

/** As hosts and a Billing admin ask: again, where a server says that it is too busy. */
function asksOf(address: string) {
  const billing = { 'x-headroom-view-as': 'billing' }
  const flows = 'teams/acme/resources/flows'
  let again = 0
  const ask = async (path: string, init: Parameters<typeof askAlone>[1]): Promise<number> => {
    for (;;) {
      const { status } = await askAlone(`${address}/api/v1/${path}`, init)
      if (status !== 503) return status
      again++
    }
  }
  return {
    again: () => again,
    run: (run: string) =>
      ask('runs', {
        method: 'POST',
        json: { team: 'acme', run, resource: 'flows', estimate: ESTIMATE },
      }),
    switch: (on: boolean) =>
      ask(`${flows}/pay-as-you-go`, {
        method: 'PUT',
        headers: billing,
        json: { on, target: { kind: 'team' } },
      }),
    setCap: () =>
      ask(`${flows}/spend-cap`, {
        method: 'PUT',
        headers: billing,
        json: { capMicros: CAP_MICROS },
      }),
    held: async () => {
      const { text } = await askAlone(`${address}/api/v1/teams/acme/usage`)
      const { resources } = usageReplySchema.parse(JSON.parse(text))
      return resources.find(({ resource }) => resource === 'flows')?.standing.pending
    },
  }
}
