import { join } from 'node:path'
import { createApi } from '#api/app.ts'
import { ingestInto } from '#api/ledger/ingest.ts'
import { openDatabase } from '#server/database/open.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { withMembers } from '#test/contract/store-records.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { quantiles, say } from './figures.ts'
import { batches, MEMBERS, NOW, TEAM } from './usage-events.ts'

const SIZES = [10_000, 1_000_000]
const REQUESTS = 1_000

/** The request that draws the page, over few events and over many. */
export async function benchUsage(): Promise<void> {
  const folder = temporaryFolder()
  const { store, close } = await openDatabase({ folder: join(folder.path, 'data'), role: 'server' })
  await store.createTeam(TEAM)
  await withMembers(store.team(TEAM.id), MEMBERS)
  const ports = { store, catalog: DEFAULT_CATALOG, now: () => NOW }
  const ingest = ingestInto(ports)
  const report = ({ error }: { error: unknown }) => say(String(error))
  const api = createApi({ ...ports, report })
  let there = 0
  for (const size of SIZES) {
    for (const batch of batches(`to-${size}`, size - there)) await ingest(batch)
    there = size
    const { p50, p99 } = await quantiles(REQUESTS, async () => {
      const response = await api.request(`/api/v1/teams/${TEAM.id}/usage`)
      if (!response.ok) throw new Error(await response.text())
      await response.arrayBuffer()
    })
    const events = size.toLocaleString('en-US').padStart(9)
    say(`usage, ${events}  p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms (aim: p99 under 10)`)
  }
  await close()
  folder.remove()
}
