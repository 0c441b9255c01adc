import type { Store } from '#api/ports.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { loadCatalog, readConfig } from '../config.ts'
import { openDatabase } from '../database/open.ts'

export type Ledger = { store: Store; catalog: Catalog }

/** Opens the same ledger that the server uses, beside it, for as long as `work` takes. */
export async function withLedger<T>(
  options: { data?: string | undefined },
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const folder = options.data === undefined ? {} : { HEADROOM_DATA: options.data }
  const config = readConfig({ ...process.env, ...folder })
  const catalog = await loadCatalog(config)
  const { databaseUrl: url, data } = config
  const database = await openDatabase({ url, folder: data, role: 'tool' })
  try {
    return await work({ store: database.store, catalog })
  } finally {
    await database.close()
  }
}
