import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { changePlan } from '#api/plans/change-plan.ts'
import { readConfig } from '#server/config.ts'
import { openDatabase } from '#server/database/open.ts'
import { startServer } from '#server/server.ts'
import { DEFAULT_CATALOG } from '#shared/credits/default-catalog.ts'
import { temporaryFolder } from '#test/support/sqlite.ts'
import { addAcme, NOW } from '#test/support/team.ts'

test('a catalog must keep the plans that teams are on, and those that they were on', async () => {
  const folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const { store, close } = await openDatabase({ folder: data, role: 'server' })
  await addAcme(store)
  const actor = { id: 'operator', name: 'Operator' }
  const to = { store, catalog: DEFAULT_CATALOG, asOf: NOW, actor, team: 'acme' }
  await changePlan({ ...to, plan: 'enterprise' })
  await close()
  const started = async (without: readonly string[]) => {
    const plans = DEFAULT_CATALOG.plans.filter((plan) => !without.includes(plan.id))
    const file = join(folder.path, 'catalog.json')
    writeFileSync(file, JSON.stringify({ ...DEFAULT_CATALOG, plans }))
    const environment = { HEADROOM_PORT: '0', HEADROOM_DATA: data, HEADROOM_CATALOG: file }
    return startServer(readConfig({ ...environment, HEADROOM_LOG: 'silent' }), new Map())
  }
  await expect(started(['team', 'enterprise'])).rejects.toThrow(
    'The catalog lacks 2 plans that teams need: acme is on enterprise, acme was on team. Put them back into the catalog.',
  )
  await expect(started(['team'])).rejects.toThrow('acme was on team. Put it back')
  const running = await started(['solo'])
  await running.stop()
  folder.remove()
})
