import type { Store } from '#api/ports.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { type Config, loadCatalog, readConfig } from '../config.ts'
import type { Engine } from '../database/engine.ts'
import { openDatabase } from '../database/open.ts'
import { leftAddress } from '../public-address.ts'

export type Ledger = { store: Store; catalog: Catalog }

/** `assumed`: neither said by the operator nor left by a server. */
export type PublicUrl = { url: string; assumed: boolean }

export type OpenLedger = Ledger & {
  engine: Engine
  /** What links that are handed out begin with. */
  publicUrl: PublicUrl
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
    const publicUrl = await publicUrlOf(config)
    const { store, engine } = database
    return await work({ store, engine, catalog, publicUrl })
  } finally {
    await database.close()
  }
}

async function publicUrlOf(config: Config): Promise<PublicUrl> {
  const { publicUrl, databaseUrl, data, port } = config
  // A server of a PostgreSQL leaves none here: it may run on another machine.
  const known = publicUrl ?? (databaseUrl === undefined ? await leftAddress(data) : undefined)
  return known === undefined
    ? { url: `http://127.0.0.1:${port}`, assumed: true }
    : { url: known, assumed: false }
}
