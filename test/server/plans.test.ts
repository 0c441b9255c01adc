import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OPERATOR } from '#api/audit/entry.ts'
import { ingestInto } from '#api/ledger/ingest.ts'
import { changePlan } from '#api/plans/change-plan.ts'
import { readConfig } from '#server/config.ts'
import { STATEMENTS } from '#server/database/guard.ts'
import { openDatabase } from '#server/database/open.ts'
import { startServer } from '#server/server.ts'
import { PART_ROUTES } from '#shared/contract/part-routes.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { aiEvent } from '#test/support/events.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { addAcme, NOW } from '#test/support/team.ts'

let folder: ReturnType<typeof temporaryFolder>
let data: string
beforeEach(() => {
  folder = temporaryFolder()
  data = join(folder.path, 'data')
})
afterEach(() => folder.remove())

async function started(catalog: Catalog) {
  const file = join(folder.path, 'catalog.json')
  writeFileSync(file, JSON.stringify(catalog))
  const ports = { HEADROOM_PORT: '0', HEADROOM_VIEW_AS: 'on' }
  const environment = { ...ports, HEADROOM_DATA: data, HEADROOM_CATALOG: file }
  return startServer(readConfig({ ...environment, HEADROOM_LOG: 'silent' }), new Map())
}

test('a catalog must keep the plans that teams are on, and those that they were on', async () => {
  const { store, close } = await openDatabase({ folder: data, role: 'server' })
  await addAcme(store)
  const by = OPERATOR
  const to = { store, catalog: DEFAULT_CATALOG, asOf: NOW, by, team: 'acme' }
  await changePlan({ ...to, plan: 'enterprise' })
  await close()
  const without = (...ids: string[]) => {
    const plans = DEFAULT_CATALOG.plans.filter((plan) => !ids.includes(plan.id))
    return started({ ...DEFAULT_CATALOG, plans })
  }
  await expect(without('team', 'enterprise')).rejects.toThrow(
    'The catalog lacks 2 plans that teams need: acme is on enterprise, acme was on team. Put them back into the catalog.',
  )
  await expect(without('team')).rejects.toThrow('acme was on team. Put it back')
  const running = await without('solo')
  await running.stop()
})

test('a catalog must keep the currency that teams were charged in', async () => {
  const { store, close } = await openDatabase({ folder: data, role: 'server' })
  await addAcme(store)
  await addAcme(store, { id: 'unpaid' })
  await close()
  const inEuro = { ...DEFAULT_CATALOG, currency: 'EUR' }
  // Nobody has paid anything yet.
  await (await started(inEuro)).stop()

  const database = await openDatabase({ folder: data, role: 'server' })
  const ingest = ingestInto({ store: database.store, catalog: inEuro, now: () => NOW })
  const time = new Date(NOW).toISOString()
  await ingest([aiEvent({ id: 'e1', time, subject: 'cara' }, { credits: 401 })])
  await database.close()
  await expect(started(DEFAULT_CATALOG)).rejects.toThrow(
    'The catalog’s prices are in USD, but teams were charged in another currency: acme in EUR. Put its prices back, or start with a folder of its own.',
  )
  await (await started(inEuro)).stop()
})

test('a limit that the catalog changed in mid-cycle holds from the start on, in lists too', async () => {
  const now = Date.now()
  const { store, close } = await openDatabase({ folder: data, role: 'server' })
  await addAcme(store)
  const ingest = ingestInto({ store, catalog: DEFAULT_CATALOG, now: () => now })
  const time = new Date(now).toISOString()
  await ingest([aiEvent({ id: 'e1', time, subject: 'cara' }, { credits: 150 })])
  await close()
  const plans = DEFAULT_CATALOG.plans.map((plan) => {
    const { entitlements } = plan
    const allowance = { kind: 'limited', credits: 100 } as const
    return { ...plan, entitlements: { ...entitlements, ai: { ...entitlements.ai, allowance } } }
  })
  const running = await started({ ...DEFAULT_CATALOG, plans })
  const path = '/api/v1/teams/acme/resources/ai/members?state=exceeded'
  const response = await fetch(`${running.address}${path}`)
  const { members } = PART_ROUTES.members.reply.parse(await response.json())
  expect(members).toMatchObject([
    { member: { id: 'cara' }, balance: { standing: { used: 150, allowance: { credits: 100 } } } },
  ])
  await running.stop()
})

test('a catalog that is in force already asks nothing of each team', async () => {
  const { store, close } = await openDatabase({ folder: data, role: 'server' })
  for (const id of ['acme', 'beta']) await addAcme(store, { id })
  await close()
  const asked = async (catalog: Catalog) => {
    const said: string[] = []
    const listen = (text: unknown) => said.push(String(text))
    STATEMENTS.subscribe(listen)
    const running = await started(catalog)
    STATEMENTS.unsubscribe(listen)
    await running.stop()
    return said.filter((text) => text.includes('"plan_changes"')).length
  }
  const other = { ...DEFAULT_CATALOG, chargesAlert: { micros: 1 } }
  const first = await asked(DEFAULT_CATALOG)
  expect(first).toBeGreaterThan(0)
  expect(await asked(DEFAULT_CATALOG)).toBeLessThan(first)
  expect(await asked(other)).toBe(first)
})
