import type { Connector } from '#api/connections/ports.ts'
import { readDue } from '#api/connections/read-due.ts'
import type { Store } from '#api/ports.ts'
import type { Catalog } from '#shared/credits/catalog.ts'
import { type Loop, startLoop } from './loop.ts'

/** Accounts are read by the hour: a few seconds more are nothing. */
const PAUSE_MS = 5_000

/** Reads connected accounts when they are due, until it is stopped. */
export function startReadings(options: {
  store: Store
  catalog: Catalog
  connector: Connector
  report: (error: unknown) => void
}): Loop {
  const { report, ...rest } = options
  return startLoop({
    round: (signal) => readDue({ ...rest, now: Date.now, signal }, report),
    pauseMs: PAUSE_MS,
    report,
  })
}
