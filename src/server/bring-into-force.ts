import { canonicalJson } from '#api/ledger/canonical.ts'
import { refreshTeams } from '#api/plans/refresh-accounts.ts'
import type { Store } from '#api/ports.ts'
import { sha256Hex } from '#api/sha256.ts'
import type { Millis } from '#shared/credits/amounts.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import type { Engine } from './database/engine.ts'
import { saveSetting, settingOf } from './database/settings.ts'
import { refuseUnfitCatalog } from './refuse-catalog.ts'

/**
 * Brings the accounts of every team to what the catalog gives. Of one that is in force already no
 * team is asked by itself, so that a start with many teams takes hardly longer than one with few.
 *
 * @throws OperatorError for a catalog that teams could not be charged with
 */
export async function bringIntoForce(options: {
  store: Store
  engine: Pick<Engine, 'ofServer' | 'insert'>
  catalog: Catalog
  asOf: Millis
}): Promise<void> {
  const { store, engine, catalog, asOf } = options
  const value = sha256Hex(canonicalJson(catalog))
  const isInForce = (await settingOf(engine, 'catalog')) === value
  await refuseUnfitCatalog(store, catalog, { past: !isInForce })
  if (isInForce) return
  await refreshTeams({ store, catalog, asOf })
  await saveSetting(engine, { name: 'catalog', value })
}
