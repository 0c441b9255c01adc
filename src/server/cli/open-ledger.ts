import type { Store } from '#api/ports.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { loadCatalog, readConfig } from '../config.ts'
import type { Engine } from '../database/engine.ts'
import { openDatabase } from '../database/open.ts'

export type Ledger = { store: Store; catalog: Catalog }

export type OpenLedger = Ledger & {
  engine: Engine
  /** What links that are handed out begin with. */
  publicUrl: string
}

/** Opens the same ledger that the server uses, beside it, for as long as `work` takes. */
export async function withLedger<T>(
  options: { data?: string | undefined },
  work: (ledger: OpenLedger) => Promise<T>,
): Promise<T> {
  const folder = options.data === undefined ? {} : { HEADROOM_DATA: options.data }
  const config = readConfig({ ...process.env, ...folder })
  const catalog = await loadCatalog(config)
  const { databaseUrl: url, data } = config
  const database = await openDatabase({ url, folder: data, role: 'tool' })
  try {
    const publicUrl = config.publicUrl ?? `http://127.0.0.1:${config.port}`
    const { store, engine } = database
    return await work({ store, engine, catalog, publicUrl })
  } finally {
    await database.close()
  }
}
