import { closeCycles } from '#api/invoices/close-due.ts'
import { ingestInto } from '#api/ledger/ingest.ts'
import type { Store } from '#api/ports.ts'
import { DAY, HOUR } from '#shared/credits/amounts.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { aMember, aTeam } from '#test/contract/store-records.ts'
import { aiEvent, assistantEvent, flowsEvent } from '#test/support/events.ts'

const MONTHS = 4
const YEAR = 2026

/** After the last of the months that there is use of; that one is still open. */
export const LATER: number = Date.UTC(YEAR, MONTHS - 1, 20)

/** A team with use of all kinds in each of four months, bonus credits, and cycles that are closed. */
export async function fillTeam(store: Store, id: string): Promise<void> {
  const zone = 'Asia/Kathmandu'
  const start = Date.UTC(YEAR, 0, 1)
  await store.createTeam(aTeam({ id, zone, anchor: '2026-01-01', createdAt: start - DAY }))
  const team = store.team(id)
  await team.write(async (tx) => {
    await tx.addMembers([aMember('cara'), aMember('dan')])
    await tx.saveBonus([{ id: 'b', resource: 'assistant', amount: 900, left: 900, start }])
  })
  for (let month = 0; month < MONTHS; month++) {
    const at = Date.UTC(YEAR, month, 15)
    const ingest = ingestInto({ store, catalog: DEFAULT_CATALOG, now: () => at + DAY })
    const reply = await ingest([0, 1, 2].flatMap((n) => eventsOf(id, at + n * HOUR)))
    if (reply.rejected > 0) throw new Error(JSON.stringify(reply.results))
  }
  await closeCycles(team, { catalog: DEFAULT_CATALOG, asOf: LATER })
}

function eventsOf(team: string, at: number): object[] {
  const time = new Date(at).toISOString()
  const of = (kind: string) => ({ id: `${kind}-${at}`, time, team })
  return [
    aiEvent({ ...of('ai'), subject: 'cara' }, { credits: 300 }),
    aiEvent({ ...of('own'), subject: 'dan' }, { credits: 9, ownKey: true }),
    flowsEvent({ ...of('flow'), subject: 'dan' }, { item: 'connector', count: 3 }),
    assistantEvent(of('assistant'), { tokens: 200_000 }),
  ]
}
